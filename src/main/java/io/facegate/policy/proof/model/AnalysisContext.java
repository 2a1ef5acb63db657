package io.facegate.policy.proof.model;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.proof.space.UninterpretedCondition;
import java.time.Instant;
import java.util.List;

/** Analysis context: a request space, a policy set modelled in it, and the engine that decides real calls. */
public final class AnalysisContext {
    private final RequestSpace space;
    private final PolicyModel model;
    private final PolicyEngine policies;
    private final ExampleSearch examples;
    private final ChainRequests chains;

    public AnalysisContext(RequestSpace space, PolicyModel model, Instant now) {
        this(space, model, now, PolicyEngine.of(model.policySet()));
    }

    /** @param policies engine that decides the example calls */
    public AnalysisContext(RequestSpace space, PolicyModel model, Instant now, PolicyEngine policies) {
        this.space = space;
        this.model = model;
        this.policies = policies;
        this.examples = new ExampleSearch(space, model, now);
        this.chains = new ChainRequests(space, model);
    }

    /** Context of one policy set with its own invariants. */
    public static AnalysisContext of(PolicySet policySet, Values values, Reading reading, AnalysisLimits limits) {
        var space = new RequestSpace(
                new RequestSpace.ProofInput(List.of(policySet), policySet.invariants()), values, limits.nodes());
        return new AnalysisContext(space, new PolicyModel(space, policySet, reading), limits.now());
    }

    /** Context of some rules of a set, read strictly; the engine uses all rules. */
    public static AnalysisContext of(PolicySet some, PolicySet judged, Values values, AnalysisLimits limits) {
        var space =
                new RequestSpace(new RequestSpace.ProofInput(List.of(some), some.invariants()), values, limits.nodes());
        return new AnalysisContext(
                space, new PolicyModel(space, some, Reading.STRICT), limits.now(), PolicyEngine.of(judged));
    }

    public RequestSpace space() {
        return space;
    }

    public Bdd bdd() {
        return space.bdd();
    }

    /** The rule set model. */
    public RuleSetModel ruleSet() {
        return model.ruleSet();
    }

    public ConditionModel conditions() {
        return model.conditions();
    }

    public ExampleSearch examples() {
        return examples;
    }

    public ChainRequests chains() {
        return chains;
    }

    /** Decides an example call with the engine. */
    public CheckedExample evaluate(ExampleCall call) {
        return new CheckedExample(call, call.decide(policies));
    }

    /** Uninterpreted conditions that these requests depend on. */
    public List<UninterpretedCondition> uninterpretedIn(int requests) {
        var support = bdd().support(requests);
        return space.uninterpreted().values().stream()
                .filter(one -> support.intersects(bdd().support(one.cube())))
                .toList();
    }

    /** The requests that are in the set for every value of the uninterpreted conditions. */
    public int forAllUninterpreted(int requests) {
        int certain = requests;
        for (var one : uninterpretedIn(requests)) {
            int missed = bdd().difference(one.domain(), certain);
            certain = bdd().difference(certain, bdd().exists(missed, one.cube()));
        }
        return certain;
    }
}
