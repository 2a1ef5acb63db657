package io.facegate.policy.testing;

import io.facegate.call.Capability;
import io.facegate.policy.EvaluationContext;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.TruthValue;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Coverage points of one rule, and which of them a call exercises. */
final class CoverageProbe {
    private final Rule rule;
    private final CoveragePoint fires;
    private final IdentityHashMap<MatchCondition, CoveragePoint> branches = new IdentityHashMap<>();
    private final Map<Long, Edge> from = new LinkedHashMap<>();
    private final Map<Long, Edge> until = new LinkedHashMap<>();
    private final List<CoveragePoint> points = new ArrayList<>();

    /** The two sides of a rule's start or end. */
    private record Edge(CoveragePoint before, CoveragePoint after) {}

    CoverageProbe(Rule rule) {
        this.rule = rule;
        this.fires = point("fires");
        branches(rule.match(), "match");
        for (int at = 0; at < rule.unless().size(); at++) {
            var exception = rule.unless().get(at);
            var name = "unless " + (at + 1);
            branches.put(exception, point(name + " (" + ConditionSummary.summarize(exception) + ")"));
            branches(exception, name);
        }
        for (var version : rule.validity().versions()) {
            edge(from, "from", version.from(), Long.MIN_VALUE);
            edge(until, "until", version.until(), Long.MAX_VALUE);
        }
    }

    private void branches(MatchCondition match, String path) {
        for (int at = 0; at < match.any().size(); at++) {
            var branch = match.any().get(at);
            var name = path + " any " + (at + 1);
            branches.put(branch, point(name + " (" + ConditionSummary.summarize(branch) + ")"));
            branches(branch, name);
        }
        for (int at = 0; at < match.all().size(); at++) {
            branches(match.all().get(at), path + " all " + (at + 1));
        }
    }

    private void edge(Map<Long, Edge> edges, String name, long moment, long open) {
        if (moment != open && !edges.containsKey(moment)) {
            var text = ConditionSummary.moment(moment, rule.validity());
            edges.put(
                    moment, new Edge(point("before " + name + ' ' + text), point("at or after " + name + ' ' + text)));
        }
    }

    private CoveragePoint point(String what) {
        var point = new CoveragePoint(rule.id(), what);
        points.add(point);
        return point;
    }

    List<CoveragePoint> points() {
        return points;
    }

    /** Adds the points that a call exercises for one organisation of the chain. */
    void recordCall(EvaluationContext side, Capability capability, long known, Set<CoveragePoint> exercised) {
        var look = new ProbedCall(side, capability);
        if (!look.applies(rule.match()) || !isResidualMet(side)) {
            return;
        }
        var excepted = rule.unless().stream().filter(look::surelyHolds).toList();
        var validity = rule.validity();
        if (excepted.isEmpty()) {
            edges(side, validity.versionKnownAt(known), exercised);
        }
        var zones = validity.local() ? side.zones() : List.<java.time.ZoneId>of();
        if (!applies(validity.inForce(side.now(), known, zones))) {
            return;
        }
        if (excepted.isEmpty()) {
            exercised.add(fires);
            look.recordBranches(rule.match(), look::applies, exercised);
        }
        for (var exception : excepted) {
            add(branches.get(exception), exercised);
            look.recordBranches(exception, look::surelyHolds, exercised);
        }
    }

    private void edges(EvaluationContext side, Validity.Version version, Set<CoveragePoint> exercised) {
        var times = rule.validity().local()
                ? side.zones().stream()
                        .map(zone -> Validity.local(side.now(), zone))
                        .toList()
                : List.of(side.now());
        for (long time : times) {
            recordSide(from.get(version.from()), time < version.from(), exercised);
            recordSide(until.get(version.until()), time < version.until(), exercised);
        }
    }

    private static void recordSide(@Nullable Edge edge, boolean before, Set<CoveragePoint> exercised) {
        if (edge != null) {
            exercised.add(before ? edge.before : edge.after);
        }
    }

    private boolean applies(TruthValue truth) {
        return truth == TruthValue.SURELY || (truth == TruthValue.PERHAPS && !rule.permits());
    }

    private boolean isResidualMet(EvaluationContext side) {
        if (rule.when() == null) {
            return true;
        }
        var value = rule.when().test(side.facts());
        return value == null ? !rule.permits() : value;
    }

    private static void add(@Nullable CoveragePoint point, Set<CoveragePoint> exercised) {
        if (point != null) {
            exercised.add(point);
        }
    }

    /** One call, evaluated against conditions. */
    private final class ProbedCall {
        private final EvaluationContext side;
        private final Capability capability;

        ProbedCall(EvaluationContext side, Capability capability) {
            this.side = side;
            this.capability = capability;
        }

        boolean applies(MatchCondition match) {
            return CoverageProbe.this.applies(side.matches(match, capability));
        }

        boolean surelyHolds(MatchCondition match) {
            return side.matches(match, capability) == TruthValue.SURELY;
        }

        /** Adds every branch of a condition that holds, recursively. */
        void recordBranches(
                MatchCondition match,
                java.util.function.Predicate<MatchCondition> holds,
                Set<CoveragePoint> exercised) {
            for (var branch : match.any()) {
                if (holds.test(branch)) {
                    add(branches.get(branch), exercised);
                    recordBranches(branch, holds, exercised);
                }
            }
            match.all().forEach(inside -> recordBranches(inside, holds, exercised));
        }
    }
}
