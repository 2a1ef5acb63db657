package io.facegate.policy.proof;

import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.model.ExampleCall;
import io.facegate.policy.proof.space.UninterpretedCondition;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks analysis results against the engine that decides real calls, by deciding an example call. */
final class CounterexampleCheck {
    private final AnalysisContext stage;

    CounterexampleCheck(AnalysisContext stage) {
        this.stage = stage;
    }

    /**
     * Decides an example call from a set of requests.
     *
     * @param found requests that violate an invariant
     * @param permitted the verdict that the analysis expects
     * @param by the rule expected to refuse them, or null if no rule permits them
     */
    InvariantOutcome check(int found, boolean permitted, @Nullable Rule by) {
        int certain = stage.forAllUninterpreted(found);
        var call = example(certain == Bdd.FALSE ? found : certain, permitted);
        if (call == null) {
            return new InvariantOutcome.Possible("a request was found, but no whole call that holds it");
        }
        var heard = stage.evaluate(call);
        if (isConfirmed(heard, permitted, by)) {
            return new InvariantOutcome.Refuted(List.of(heard));
        }
        if (certain == Bdd.FALSE) {
            var texts = stage.uninterpretedIn(found).stream()
                    .map(UninterpretedCondition::text)
                    .collect(Collectors.joining("; "));
            return new InvariantOutcome.Possible("depends on " + texts);
        }
        if (stage.space().isExact() || !permitted) {
            return new InvariantOutcome.Disagreed(List.of(heard));
        }
        return new InvariantOutcome.Possible("depends on the local times of several places");
    }

    private @Nullable ExampleCall example(int region, boolean permitted) {
        return permitted ? stage.examples().find(region) : stage.examples().findAny(region);
    }

    private static boolean isConfirmed(CheckedExample heard, boolean permitted, @Nullable Rule by) {
        if (permitted) {
            return heard.isPermitted();
        }
        return !heard.isPermitted() && (by == null || heard.decision().matched().contains(by.id()));
    }
}
