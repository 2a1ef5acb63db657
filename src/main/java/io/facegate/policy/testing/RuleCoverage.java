package io.facegate.policy.testing;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.EvaluationContext;
import io.facegate.policy.language.Rule;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rule coverage of tests. Points of a rule: it fires (or would, but for its status or mode), each exception holds, each
 * branch of an {@code any}, and both sides of each start and end.
 */
public final class RuleCoverage {
    private final Map<String, CoverageProbe> probes = new LinkedHashMap<>();
    private final Set<CoveragePoint> exercised = new HashSet<>();

    public RuleCoverage(List<Rule> rules) {
        rules.forEach(rule -> probes.put(rule.id(), new CoverageProbe(rule)));
    }

    /**
     * Adds the points that a call exercises.
     *
     * @param known amendments that became known later are ignored
     */
    public void recordCall(List<Rule> rules, Caller caller, FaceCall call, Instant now, Instant known) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(call.facts().capabilities());
        if (call.facts().crowd() != null) {
            capabilities.addAll(call.facts().ifSeveral());
        }
        for (var side : EvaluationContext.forChain(caller, call, now.toEpochMilli())) {
            for (var rule : rules) {
                var probe = probes.get(rule.id());
                if (probe != null) {
                    capabilities.forEach(
                            capability -> probe.recordCall(side, capability, known.toEpochMilli(), exercised));
                }
            }
        }
    }

    /** Ids of the rules, in order. */
    public List<String> rules() {
        return List.copyOf(probes.keySet());
    }

    /** All points of a rule. */
    public List<CoveragePoint> points(String rule) {
        var probe = probes.get(rule);
        return probe == null ? List.of() : List.copyOf(probe.points());
    }

    /** Unexercised points of a rule. */
    public List<CoveragePoint> uncovered(String rule) {
        return points(rule).stream().filter(point -> !exercised.contains(point)).toList();
    }

    /** All unexercised points, in rule order. */
    public List<CoveragePoint> uncovered() {
        return probes.keySet().stream()
                .flatMap(rule -> uncovered(rule).stream())
                .toList();
    }

    /** Number of points. */
    public int total() {
        return probes.values().stream().mapToInt(probe -> probe.points().size()).sum();
    }

    public int count() {
        return total() - uncovered().size();
    }

    /** Percentage of points exercised; 100 if there are none. */
    public double percent() {
        return total() == 0 ? 100 : 100.0 * count() / total();
    }
}
