package io.facegate.policy.proof.change;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.change.ChangedRequests.Kind;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.model.ExampleCall;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.model.RuleSetModel;
import io.facegate.policy.proof.space.RequestSpace.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Timeline: all moments at which decisions change over time while the policies stay the same.
 *
 * @param notices planned and open changes
 */
public record PolicyTimeline(List<Moment> moments, List<PlannedChange> notices) {
    private static final int BOXES = 50;
    /** Milliseconds from the first place on Earth that reaches a local time to the last. */
    private static final long LONGEST = 27 * 3_600_000L;

    public PolicyTimeline {
        moments = List.copyOf(moments);
        notices = List.copyOf(notices);
    }

    /**
     * One moment, or the hours in which a local time reaches one place of use after the other.
     *
     * @param first the first moment
     * @param last the moment for the last place
     * @param reasons rules that start or end, and why
     */
    public record Moment(Instant first, Instant last, List<ChangeReason> reasons, List<DecisionChange> changes) {
        public Moment {
            reasons = List.copyOf(reasons);
            changes = List.copyOf(changes);
        }
    }

    /** The timeline between two moments. At each moment, only amendments known by then apply. */
    public static PolicyTimeline compute(PolicySet policySet, Instant from, Instant until, AnalysisLimits limits) {
        var stage = AnalysisContext.of(policySet, Values.ONE, Reading.STRICT, limits);
        var walk = new Walk(stage, new ChangeReasons(policySet));
        var clock = stage.space().clock();
        int end = clock.axis().atoms().size();
        for (int at = 1; at < end; at++) {
            long moment = clock.moment(at);
            if (moment >= from.toEpochMilli() && moment < until.toEpochMilli()) {
                walk.advanceTo(at);
            }
        }
        walk.evaluateTransitions();
        return new PolicyTimeline(
                walk.moments, new ChangeReasons(policySet).plannedChanges(from.toEpochMilli(), until.toEpochMilli()));
    }

    /** Walks through time within one analysis context. */
    private static final class Walk {
        private final AnalysisContext stage;
        private final Bdd bdd;
        private final ChangeReasons reasons;
        private final int domain;
        private final ChangeReporter reporter;
        private final List<FiredRule> rules;
        private final List<BitSet> intervals;
        private final List<Moment> moments = new ArrayList<>();
        private final Set<FiredRule> changingRules = new LinkedHashSet<>();
        private boolean together;
        private int first;
        private int last;

        Walk(AnalysisContext stage, ChangeReasons reasons) {
            this.stage = stage;
            this.bdd = stage.bdd();
            this.reasons = reasons;
            this.domain = stage.conditions().domain(axis -> 1);
            this.reporter = new ChangeReporter(stage.space(), domain, BOXES);
            var ruling = stage.ruleSet();
            this.rules = Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges())
                    .flatMap(List::stream)
                    .toList();
            var found = new RuleTransitions(bdd, stage.space().clock());
            this.intervals = rules.stream().map(found::intervalsOf).toList();
        }

        /** Advances to an interval; merges transitions that belong to the same local time. */
        void advanceTo(int interval) {
            var now = new ArrayList<FiredRule>();
            for (int rule = 0; rule < rules.size(); rule++) {
                if (intervals.get(rule).get(interval)) {
                    now.add(rules.get(rule));
                }
            }
            if (now.isEmpty()) {
                return;
            }
            boolean local =
                    now.stream().allMatch(fired -> fired.rule().validity().local());
            if (!local || !together || moment(interval) - moment(first) > LONGEST) {
                evaluateTransitions();
                first = interval;
            }
            together = local;
            last = interval;
            changingRules.addAll(now);
        }

        /** Evaluates the transitions since the last call. */
        void evaluateTransitions() {
            if (changingRules.isEmpty()) {
                return;
            }
            int here = bdd.restrict(domain, stage.space().clock().requestsAt(last));
            var shifts = new PolicyComparison(bdd, ruleSetAt(first - 1), ruleSetAt(last), here).shifts();
            if (!shifts.isEmpty()) {
                var why = new LinkedHashSet<ChangeReason>();
                changingRules.forEach(fired -> why.addAll(reasons.reasonsAt(fired.rule(), moment(last))));
                moments.add(new Moment(
                        Instant.ofEpochMilli(moment(first)),
                        Instant.ofEpochMilli(moment(last)),
                        List.copyOf(why),
                        shifts.stream().map(this::change).toList()));
            }
            changingRules.clear();
        }

        private long moment(int interval) {
            return stage.space().clock().moment(interval);
        }

        private RuleSetModel ruleSetAt(int interval) {
            return stage.ruleSet().restrict(stage.space().clock().requestsAt(interval));
        }

        private DecisionChange change(ChangedRequests shift) {
            int certain = stage.forAllUninterpreted(shift.requests());
            int then = stage.space().clock().requestsAt(shift.kind() == Kind.LOST ? first - 1 : last);
            var call =
                    stage.examples().findAtRealPlace(bdd.and(certain == Bdd.FALSE ? shift.requests() : certain, then));
            return reporter.change(shift, certain != Bdd.FALSE, call == null ? List.of() : checkExample(call));
        }

        private List<CheckedExample> checkExample(ExampleCall call) {
            var before = call.atTime(Instant.ofEpochMilli(moment(first) - 1));
            return List.of(stage.evaluate(before), stage.evaluate(call.atTime(Instant.ofEpochMilli(moment(last)))));
        }
    }
}
