package io.facegate.registry;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A quota: which calls are counted together, and how many of them may be made.
 *
 * @param name unique among the quotas; counts are kept under it
 * @param scope the calls that it counts
 * @param rate calls per second, checked before the body is read; null for none
 * @param perDay calls in a day of UTC, if limited
 * @param perMonth calls in a month of UTC, if limited
 */
public record Quota(String name, Scope scope, @Nullable Rate rate, OptionalLong perDay, OptionalLong perMonth) {
    /** In place of an organisation or key: each has a count of its own. */
    public static final String EACH = "*";

    /**
     * Which calls a quota counts.
     *
     * @param organisation its id, or {@link #EACH}; calls that a contractor makes for it count too
     * @param key the public id of a credential, {@link #EACH}, or null to count all of them together
     * @param capability counts only calls with this capability or one below it; null for every call
     * @param vendor counts only calls that this provider answers; null for every call
     */
    public record Scope(
            String organisation,
            @Nullable String key,
            @Nullable Capability capability,
            @Nullable String vendor) {}

    /**
     * A steady rate, and how many calls may come at once after a pause.
     *
     * @param perSecond more than 0
     * @param burst at least 1
     */
    public record Rate(double perSecond, long burst) {
        /** The part of this rate that one gateway may use alone. */
        public Rate share(double share) {
            return share == 1 ? this : new Rate(perSecond * share, Math.max(1, (long) (burst * share)));
        }

        /** Microseconds from one call to the next at the steady rate. */
        public long intervalMicros() {
            return Math.max(1, (long) Math.ceil(1_000_000 / perSecond));
        }

        /** Seconds in which an unused burst is whole again. */
        public long secondsToRefill() {
            return Math.max(1, (long) Math.ceil(burst / perSecond));
        }
    }

    /** Whose calls are counted together with this one, or null if the quota is not for this caller. */
    public @Nullable String subject(Caller caller, Organisation link) {
        if (!scope.organisation.equals(EACH) && !scope.organisation.equals(link.id())) {
            return null;
        }
        if (scope.key == null) {
            return link.id();
        }
        boolean counts = link.id().equals(caller.organisation().id())
                && (scope.key.equals(EACH) || scope.key.equals(caller.key()));
        return counts ? link.id() + ' ' + caller.method() + ' ' + caller.key() : null;
    }

    /** True if the call is of the capability and the vendor that this quota counts. */
    public boolean counts(FaceCall call) {
        return (scope.vendor == null || scope.vendor.equals(call.engine()))
                && (scope.capability == null
                        || call.facts().effectiveCapabilities().stream()
                                .anyMatch(one -> one.isWithin(scope.capability)));
    }
}
