package io.facegate.policy.proof.model;

import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import io.facegate.policy.proof.space.ConditionBounds;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PlaceTimeZones;
import io.facegate.policy.vocabulary.Truth;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Models rule validity as sets of requests, as known at the time of the call. */
public final class ValidityModel {
    /** Offsets furthest ahead of and behind UTC, in milliseconds. */
    private static final long EAST = 14 * 3_600_000L;

    private static final long WEST = -12 * 3_600_000L;

    private final RequestSpace space;
    private @Nullable LocalTimes local;

    public ValidityModel(RequestSpace space) {
        this.space = space;
    }

    /** When a rule is in force: surely and possibly, if it uses the local time of the place of use. */
    public ConditionBounds of(Rule rule) {
        var validity = rule.validity();
        if (validity.local()) {
            return local(validity);
        }
        var changes = known(validity);
        validity.versions().forEach(version -> changes.addAll(List.of(version.from(), version.until())));
        return ConditionBounds.of(space.clock()
                .when(changes, now -> validity.holds(now, now, List.of()) == Truth.SURELY));
    }

    /** When a rule has effect, given its status and operator overrides. */
    public int settled(Rule rule, List<DisputeOverride> overrulings) {
        var changes = known(rule.validity());
        var mine =
                overrulings.stream().filter(one -> one.rule().equals(rule.id())).toList();
        mine.forEach(one -> changes.addAll(List.of(one.on(), one.until())));
        return space.clock().when(changes, now -> switch (rule.validity()
                .at(now)
                .status()) {
            case NEVER_ENACTED -> false;
            case DISPUTED -> mine.stream().anyMatch(one -> one.holds(now, now)) == rule.permits();
            case LegalStatus settled -> true;
        });
    }

    private static SortedSet<Long> known(Validity validity) {
        var changes = new TreeSet<Long>();
        validity.versions().forEach(version -> changes.add(version.known()));
        return changes;
    }

    private ConditionBounds local(Validity validity) {
        var places = space.axis(Attribute.JURISDICTION.word());
        if (places == null) {
            return local(validity, PlaceTimeZones.UNKNOWN);
        }
        if (space.values() == Values.ANY) {
            return anywhere(validity);
        }
        var known = local;
        if (known == null) {
            known = new LocalTimes(space, places);
            local = known;
        }
        return known.of(validity);
    }

    /** For any number of places: possibly from the first moment anywhere, surely from the last. */
    private ConditionBounds anywhere(Validity validity) {
        var changes = known(validity);
        for (var version : validity.versions()) {
            for (long moment : new long[] {version.from(), version.until()}) {
                if (moment != Long.MIN_VALUE && moment != Long.MAX_VALUE) {
                    changes.addAll(space.crossings().of(PlaceTimeZones.UNKNOWN, moment));
                }
            }
        }
        return new ConditionBounds(
                space.clock().when(changes, now -> holds(validity, now, WEST, EAST)),
                space.clock().when(changes, now -> holds(validity, now, EAST, WEST)));
    }

    /** True if it has started by one local time and not ended by another. */
    private static boolean holds(Validity validity, long now, long begins, long ends) {
        var version = validity.at(now);
        return version.from() <= now + begins && (validity.review() || now + ends < version.until());
    }

    /** In one place with these zones. */
    private ConditionBounds local(Validity validity, List<ZoneId> zones) {
        var changes = known(validity);
        for (var version : validity.versions()) {
            for (long moment : new long[] {version.from(), version.until()}) {
                if (moment != Long.MIN_VALUE && moment != Long.MAX_VALUE) {
                    changes.addAll(space.crossings().of(zones, moment));
                }
            }
        }
        return new ConditionBounds(
                space.clock().when(changes, now -> validity.holds(now, now, zones) == Truth.SURELY),
                space.clock().when(changes, now -> validity.holds(now, now, zones) != Truth.NOT));
    }
}
