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
import io.facegate.policy.vocabulary.TruthValue;
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
    public ConditionBounds model(Rule rule) {
        var validity = rule.validity();
        if (validity.local()) {
            return local(validity);
        }
        var changes = knowledgeTimes(validity);
        validity.versions().forEach(version -> changes.addAll(List.of(version.from(), version.until())));
        return ConditionBounds.of(space.clock()
                .requestsWhen(changes, now -> validity.inForce(now, now, List.of()) == TruthValue.SURELY));
    }

    /** When a rule has effect, given its status and operator overrides. */
    public int inEffect(Rule rule, List<DisputeOverride> overrulings) {
        var changes = knowledgeTimes(rule.validity());
        var mine =
                overrulings.stream().filter(one -> one.rule().equals(rule.id())).toList();
        mine.forEach(one -> changes.addAll(List.of(one.from(), one.until())));
        return space.clock().requestsWhen(changes, now -> switch (rule.validity()
                .versionKnownAt(now)
                .status()) {
            case NEVER_ENACTED -> false;
            case DISPUTED -> mine.stream().anyMatch(one -> one.isInForce(now, now)) == rule.permits();
            case LegalStatus settled -> true;
        });
    }

    private static SortedSet<Long> knowledgeTimes(Validity validity) {
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
            return modelAnywhere(validity);
        }
        var known = local;
        if (known == null) {
            known = new LocalTimes(space, places);
            local = known;
        }
        return known.model(validity);
    }

    /** For any number of places: possibly from the first moment anywhere, surely from the last. */
    private ConditionBounds modelAnywhere(Validity validity) {
        var changes = knowledgeTimes(validity);
        for (var version : validity.versions()) {
            for (long moment : new long[] {version.from(), version.until()}) {
                if (moment != Long.MIN_VALUE && moment != Long.MAX_VALUE) {
                    changes.addAll(space.crossings().find(PlaceTimeZones.UNKNOWN, moment));
                }
            }
        }
        return new ConditionBounds(
                space.clock().requestsWhen(changes, now -> isInForce(validity, now, WEST, EAST)),
                space.clock().requestsWhen(changes, now -> isInForce(validity, now, EAST, WEST)));
    }

    /** True if it has started by one local time and not ended by another. */
    private static boolean isInForce(Validity validity, long now, long begins, long ends) {
        var version = validity.versionKnownAt(now);
        return version.from() <= now + begins && (validity.review() || now + ends < version.until());
    }

    /** In one place with these zones. */
    private ConditionBounds local(Validity validity, List<ZoneId> zones) {
        var changes = knowledgeTimes(validity);
        for (var version : validity.versions()) {
            for (long moment : new long[] {version.from(), version.until()}) {
                if (moment != Long.MIN_VALUE && moment != Long.MAX_VALUE) {
                    changes.addAll(space.crossings().find(zones, moment));
                }
            }
        }
        return new ConditionBounds(
                space.clock().requestsWhen(changes, now -> validity.inForce(now, now, zones) == TruthValue.SURELY),
                space.clock().requestsWhen(changes, now -> validity.inForce(now, now, zones) != TruthValue.NOT));
    }
}
