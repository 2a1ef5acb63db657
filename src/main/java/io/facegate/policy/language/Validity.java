package io.facegate.policy.language;

import io.facegate.policy.vocabulary.Truth;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a rule holds, as it was known over time.
 *
 * @param versions what was known, the earliest first; the first was known from the beginning
 * @param local its moments are local times of the place of use, written as milliseconds of UTC
 * @param review after its last moment a refusal goes on refusing, until somebody has reviewed it
 * @param condition what would end it where no date is known, or null; never evaluated
 */
public record Validity(
        List<Version> versions,
        boolean local,
        boolean review,
        @Nullable String condition) {
    public static final Validity ALWAYS = of(Long.MIN_VALUE, Long.MAX_VALUE);

    public Validity {
        versions = List.copyOf(versions);
    }

    /** In force from the first moment until the other. */
    public static Validity of(long from, long until) {
        return new Validity(
                List.of(new Version(Long.MIN_VALUE, from, until, LegalStatus.IN_FORCE)), false, false, null);
    }

    /**
     * What was known from one moment on: half-open, in milliseconds of the epoch.
     *
     * @param from the first instant inside, or {@link Long#MIN_VALUE}
     * @param until the first instant outside, or {@link Long#MAX_VALUE}
     */
    public record Version(long known, long from, long until, LegalStatus status) {
        boolean holds(long now) {
            return from <= now && now < until;
        }
    }

    /** What was known at that moment. */
    public Version at(long known) {
        for (int at = versions.size() - 1; at > 0; at--) {
            if (versions.get(at).known <= known) {
                return versions.get(at);
            }
        }
        return versions.getFirst();
    }

    /**
     * Whether it holds.
     *
     * @param zones those that the place of use keeps
     */
    public Truth holds(long now, long known, List<ZoneId> zones) {
        var version = at(known);
        if (!local) {
            return Truth.of(version.holds(now) || lapsed(version, now));
        }
        boolean any = false;
        boolean all = true;
        for (var zone : zones) {
            long there = local(now, zone);
            boolean holds = version.holds(there) || lapsed(version, there);
            any |= holds;
            all &= holds;
        }
        return all ? Truth.SURELY : any ? Truth.PERHAPS : Truth.NOT;
    }

    /** True where it holds only because nobody has reviewed it since its last moment. */
    public boolean awaitsReview(long now, long known, List<ZoneId> zones) {
        var version = at(known);
        return review && zones.stream().noneMatch(zone -> version.holds(local ? local(now, zone) : now));
    }

    private boolean lapsed(Version version, long now) {
        return review && now >= version.until;
    }

    /** Local time, written as if it were UTC. */
    public static long local(long now, ZoneId zone) {
        return now + zone.getRules().getOffset(Instant.ofEpochMilli(now)).getTotalSeconds() * 1000L;
    }
}
