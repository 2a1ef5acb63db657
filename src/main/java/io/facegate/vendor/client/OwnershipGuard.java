package io.facegate.vendor.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceLocks;
import io.facegate.call.SendCheck;
import io.facegate.call.VendorTrail;
import io.facegate.identity.Caller;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks again, under the locks of the resources that a decided call names, who owns them and for which purpose. A
 * resource may have been erased, and made anew for another purpose, since the call was decided; the call is then not
 * sent.
 */
public final class OwnershipGuard {
    private final ResourceLocks locks;

    public OwnershipGuard(ResourceLeases leases) {
        this.locks = new ResourceLocks(leases);
    }

    /** A decided call, who makes it, and what it names. */
    public record Decided(Caller caller, FaceCall call, NamedResources named) {}

    /** Asks the registry about the resources of a call. */
    @FunctionalInterface
    public interface Ownership {
        /** Returns the call with a precondition failure, or with the capabilities of the resources that it names. */
        FaceCall ask(Caller caller, FaceCall call);
    }

    /**
     * Sends a decided call if its resources are as they were when it was decided.
     *
     * @param deadline in {@link System#nanoTime} nanoseconds; at most half of the time until then is spent waiting
     * @throws io.facegate.call.Fault.Overloaded when its turn does not come before the deadline
     * @throws io.facegate.call.Fault.RegistryDown when the owner cannot be read; nothing is sent
     */
    public Reply sendIfUnchanged(Decided decided, Ownership ownership, long deadline, Supplier<Reply> send) {
        var named = decided.named();
        if (named.ids().isEmpty()) {
            return send.get();
        }
        return locks.runLocked(named.ids(), named.exclusive(), deadline, () -> {
            var changed = findChange(decided, ownership);
            if (changed != null) {
                return changed;
            }
            // Asking may have taken so long that another gateway has the resource by now.
            ResourceLeases.Held.require();
            SendCheck.require();
            return send.get();
        });
    }

    /** Returns the answer of a decided call whose resources changed since, or null; takes no lock. */
    public static @Nullable Reply findChange(Decided decided, Ownership ownership) {
        if (decided.named().ids().isEmpty()) {
            return null;
        }
        var now = ownership.ask(decided.caller(), decided.call());
        var failure = now.preconditionFailure();
        if (failure != null) {
            return stopped(failure);
        }
        return isCovered(decided.call(), now) ? null : stopped(PreconditionFailure.UNKNOWN_HANDLE);
    }

    /**
     * Returns true if a resource that was made anew has no capability that was not decided on. Attributes do not count:
     * obligations may have redacted them from the call, and the reply is kept within the call's own.
     */
    private static boolean isCovered(FaceCall decided, FaceCall now) {
        return now.facts().capabilities().stream()
                .allMatch(one -> one.isWithin(Capability.ANALYZE)
                        || decided.facts().capabilities().contains(one));
    }

    /** Returns the answer of a call that goes no further because a resource changed. */
    private static Reply.Failed stopped(PreconditionFailure change) {
        var trail = VendorTrail.current();
        if (trail != null) {
            trail.recordStopped();
        }
        return new Reply.Failed(
                Reply.Failure.NOT_FOUND,
                "Another call changed a resource that this call names, so this call was stopped. " + change.sentence());
    }
}
