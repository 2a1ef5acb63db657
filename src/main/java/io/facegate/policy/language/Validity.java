package io.facegate.policy.language;

import io.facegate.policy.vocabulary.TruthValue;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bitemporal validity: when a rule is in force, and what was known of that at each time.
 *
 * @param versions versions by time of knowledge, earliest first; the first was known from the start
 * @param local moments are local times of the place of use, stored as if they were UTC
 * @param review after its end, a refusal stays in force until an operator has reviewed it
 * @param condition event that would end it if no date is known, or null; never evaluated
 * @param zone the time zone in which its dates are written, for display; null if they are instants or local
 */
public record Validity(
        List<Version> versions,
        boolean local,
        boolean review,
        @Nullable String condition,
        @Nullable ZoneId zone) {
    public static final Validity ALWAYS = of(Long.MIN_VALUE, Long.MAX_VALUE);

    public Validity {
        versions = List.copyOf(versions);
    }

    /** A validity whose dates are written as instants, or as local times of the place of use. */
    public Validity(List<Version> versions, boolean local, boolean review, @Nullable String condition) {
        this(versions, local, review, condition, null);
    }

    /** A moment as it is written: local at the place of use, else in its zone, else in UTC. */
    public LocalDateTime written(long moment) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(moment), local || zone == null ? ZoneOffset.UTC : zone);
    }

    /** In force from the first moment (inclusive) to the second (exclusive). */
    public static Validity of(long from, long until) {
        return new Validity(
                List.of(new Version(Long.MIN_VALUE, from, until, LegalStatus.IN_FORCE)), false, false, null);
    }

    /**
     * The validity as known from a moment on; half-open, in milliseconds of the epoch.
     *
     * @param from first moment in force, or {@link Long#MIN_VALUE}
     * @param until first moment no longer in force, or {@link Long#MAX_VALUE}
     */
    public record Version(long known, long from, long until, LegalStatus status) {
        boolean isInForce(long now) {
            return from <= now && now < until;
        }
    }

    /** The version known at that moment. */
    public Version versionKnownAt(long known) {
        for (int at = versions.size() - 1; at > 0; at--) {
            if (versions.get(at).known <= known) {
                return versions.get(at);
            }
        }
        return versions.getFirst();
    }

    /**
     * Whether the rule is in force.
     *
     * @param zones time zones of the place of use
     */
    public TruthValue inForce(long now, long known, List<ZoneId> zones) {
        var version = versionKnownAt(known);
        if (!local) {
            return TruthValue.of(version.isInForce(now) || isLapsed(version, now));
        }
        boolean any = false;
        boolean all = true;
        for (var zone : zones) {
            long there = local(now, zone);
            boolean holds = version.isInForce(there) || isLapsed(version, there);
            any |= holds;
            all &= holds;
        }
        return all ? TruthValue.SURELY : any ? TruthValue.PERHAPS : TruthValue.NOT;
    }

    /** True if it is in force only because its end has not been reviewed. */
    public boolean awaitsReview(long now, long known, List<ZoneId> zones) {
        var version = versionKnownAt(known);
        return review && zones.stream().noneMatch(zone -> version.isInForce(local ? local(now, zone) : now));
    }

    private boolean isLapsed(Version version, long now) {
        return review && now >= version.until;
    }

    /** Local time of a zone, encoded as if it were UTC. */
    public static long local(long now, ZoneId zone) {
        return now + zone.getRules().getOffset(Instant.ofEpochMilli(now)).getTotalSeconds() * 1000L;
    }
}
