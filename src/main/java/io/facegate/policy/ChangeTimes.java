package io.facegate.policy;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.CountryGroups;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moments at which the decisions of a policy set may change. */
final class ChangeTimes {
    /** The largest possible offset from UTC, in milliseconds. */
    private static final long FARTHEST_ZONE = Duration.ofHours(18).toMillis();

    private final long[] universal;
    private final long[] local;

    ChangeTimes(PolicySet policySet) {
        var overridden = policySet.overrides().stream().flatMapToLong(each -> LongStream.of(each.from(), each.until()));
        var learnt = validities(policySet, _ -> true)
                .flatMapToLong(validity -> validity.versions().stream().mapToLong(Validity.Version::known));
        this.universal = Stream.of(
                        windows(validities(policySet, validity -> !validity.local())),
                        learnt,
                        overridden,
                        Arrays.stream(CountryGroups.changes()))
                .flatMapToLong(moments -> moments)
                .sorted()
                .toArray();
        this.local = windows(validities(policySet, Validity::local)).sorted().toArray();
    }

    private static Stream<Validity> validities(PolicySet policySet, Predicate<Validity> which) {
        return policySet.rules().stream().map(Rule::validity).filter(which);
    }

    private static LongStream windows(Stream<Validity> validities) {
        return validities.flatMapToLong(validity ->
                validity.versions().stream().flatMapToLong(version -> LongStream.of(version.from(), version.until())));
    }

    /** True if a change lies after the first moment and not after the second. */
    boolean between(Instant after, Instant until) {
        return between(universal, after.toEpochMilli(), until.toEpochMilli())
                || between(local, after.toEpochMilli() - FARTHEST_ZONE, until.toEpochMilli() + FARTHEST_ZONE);
    }

    /**
     * The first change after a moment; null if there is none.
     *
     * @param zones that local dates of rules may be of
     */
    @Nullable
    Instant next(Instant after, Collection<ZoneId> zones) {
        long now = after.toEpochMilli();
        var universally = Arrays.stream(universal).filter(moment -> moment > now && isFinite(moment));
        var locally = Arrays.stream(local)
                .filter(moment -> isFinite(moment) && moment > now - FARTHEST_ZONE)
                .flatMap(moment -> zones.stream().mapToLong(zone -> instant(moment, zone)))
                .filter(moment -> moment > now);
        var first = LongStream.concat(universally, locally).min();
        return first.isPresent() ? Instant.ofEpochMilli(first.getAsLong()) : null;
    }

    private static boolean isFinite(long moment) {
        return moment != Long.MAX_VALUE && moment != Long.MIN_VALUE;
    }

    private static long instant(long local, ZoneId zone) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(local), ZoneOffset.UTC)
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }

    private static boolean between(long[] moments, long after, long until) {
        int at = Arrays.binarySearch(moments, after);
        int next = at < 0 ? -at - 1 : at;
        while (next < moments.length && moments[next] <= after) {
            next++;
        }
        return next < moments.length && moments[next] <= until && moments[next] != Long.MAX_VALUE;
    }
}
