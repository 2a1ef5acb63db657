package io.facegate.policy.proof.change;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.change.ChangedRequests.Kind;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.model.PolicyModel;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Semantic diff between two policy sets.
 *
 * @param changes changed decisions, for calls with one value of each attribute
 * @param unsure rules that may change decisions only for calls with several values of one attribute
 */
public record PolicyDiff(List<DecisionChange> changes, List<String> unsure) {
    private static final int BOXES = 200;

    public PolicyDiff {
        changes = List.copyOf(changes);
        unsure = List.copyOf(unsure);
    }

    /** True if every decision stays the same. */
    public boolean isNothing() {
        return changes.isEmpty() && unsure.isEmpty();
    }

    public static PolicyDiff compare(PolicySet before, PolicySet after, AnalysisLimits limits) {
        var asked = new RequestSpace.ProofInput(List.of(before, after), List.of());
        var space = new RequestSpace(asked, Values.ONE, limits.nodes());
        var was = new AnalysisContext(space, new PolicyModel(space, before, Reading.STRICT), limits.now());
        var is = new AnalysisContext(space, new PolicyModel(space, after, Reading.STRICT), limits.now());
        int domain = is.conditions().domain(axis -> 1);
        var reporter = new ChangeReporter(space, domain, BOXES);
        var changes = new PolicyComparison(space.bdd(), was.ruleSet(), is.ruleSet(), domain)
                .shifts().stream()
                        .map(shift -> change(shift, was, is, reporter))
                        .toList();
        return new PolicyDiff(changes, changes.isEmpty() ? unsure(asked, limits) : List.of());
    }

    private static DecisionChange change(
            ChangedRequests shift, AnalysisContext was, AnalysisContext is, ChangeReporter reporter) {
        int certain = is.forAllUninterpreted(shift.requests());
        var permitting = shift.kind() == Kind.GAINED ? is : was;
        var call = permitting.examples().find(certain == Bdd.FALSE ? shift.requests() : certain);
        var shown = call == null ? List.<CheckedExample>of() : List.of(was.evaluate(call), is.evaluate(call));
        return reporter.change(shift, certain != Bdd.FALSE, shown);
    }

    /** Rules that fire on different sets of values than before. */
    private static List<String> unsure(RequestSpace.ProofInput asked, AnalysisLimits limits) {
        var space = new RequestSpace(asked, Values.ANY, limits.nodes());
        var was = firing(new PolicyModel(space, asked.policySets().getFirst(), Reading.STRICT));
        var is = firing(new PolicyModel(space, asked.policySets().getLast(), Reading.STRICT));
        var rules = new TreeSet<String>();
        Stream.of(was.entrySet(), is.entrySet()).flatMap(java.util.Set::stream).forEach(one -> {
            if (!was.containsKey(one.getKey()) || !is.containsKey(one.getKey())) {
                rules.addAll(one.getValue());
            }
        });
        return List.copyOf(rules);
    }

    private static Map<List<Object>, TreeSet<String>> firing(PolicyModel model) {
        var firing = new HashMap<List<Object>, TreeSet<String>>();
        var ruling = model.ruleSet();
        Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges())
                .flatMap(List::stream)
                .filter(fired -> fired.requests() != Bdd.FALSE)
                .forEach(fired -> firing.computeIfAbsent(key(fired), unseen -> new TreeSet<>())
                        .add(fired.rule().id()));
        return firing;
    }

    private static List<Object> key(FiredRule fired) {
        return List.of(fired.rule().effect(), fired.requests(), fired.rule().obligations());
    }
}
