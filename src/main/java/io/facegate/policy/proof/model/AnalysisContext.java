package io.facegate.policy.proof.model;

import io.facegate.policy.Policies;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.proof.space.UninterpretedCondition;
import java.time.Instant;
import java.util.List;

/** A space with the policies of one book in it, and the engine that judges real calls by them. */
public final class AnalysisContext {
    private final RequestSpace space;
    private final PolicyModel model;
    private final Policies policies;
    private final ExampleSearch examples;
    private final ChainRequests chains;

    public AnalysisContext(RequestSpace space, PolicyModel model, Instant now) {
        this(space, model, now, Policies.of(model.book()));
    }

    /** @param policies that judge the calls that are shown */
    public AnalysisContext(RequestSpace space, PolicyModel model, Instant now, Policies policies) {
        this.space = space;
        this.model = model;
        this.policies = policies;
        this.examples = new ExampleSearch(space, model, now);
        this.chains = new ChainRequests(space, model);
    }

    /** A book alone, with its own invariants. */
    public static AnalysisContext of(PolicySet book, Values values, Reading reading, AnalysisLimits limits) {
        var space = new RequestSpace(new RequestSpace.Asked(List.of(book), book.invariants()), values, limits.nodes());
        return new AnalysisContext(space, new PolicyModel(space, book, reading), limits.now());
    }

    /** Some rules of a book, strictly read, before the engine that judges by all of them. */
    public static AnalysisContext of(PolicySet some, PolicySet judged, Values values, AnalysisLimits limits) {
        var space = new RequestSpace(new RequestSpace.Asked(List.of(some), some.invariants()), values, limits.nodes());
        return new AnalysisContext(
                space, new PolicyModel(space, some, Reading.STRICT), limits.now(), Policies.of(judged));
    }

    public RequestSpace space() {
        return space;
    }

    public Bdd bdd() {
        return space.bdd();
    }

    PolicyModel model() {
        return model;
    }

    /** The policies in it. */
    public RuleSetModel ruling() {
        return model.ruling();
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

    /** What the engine decides of a call. */
    public CheckedExample hear(ExampleCall call) {
        return new CheckedExample(call, call.ask(policies));
    }

    /** What cannot be read of conditions that some requests hang on. */
    public List<UninterpretedCondition> free(int requests) {
        var support = bdd().support(requests);
        return space.free().values().stream()
                .filter(one -> support.intersects(bdd().support(one.cube())))
                .toList();
    }

    /** Those of the requests that are among them whatever cannot be read turns out to be. */
    public int certain(int requests) {
        int certain = requests;
        for (var one : free(requests)) {
            int missed = bdd().but(one.domain(), certain);
            certain = bdd().but(certain, bdd().some(missed, one.cube()));
        }
        return certain;
    }
}
