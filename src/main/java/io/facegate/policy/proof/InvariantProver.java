package io.facegate.policy.proof;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.Invariant.Chain;
import io.facegate.policy.language.Invariant.Decided;
import io.facegate.policy.language.Invariant.Omission;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Many;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Invariant prover (model checker): proves the invariants of a policy set or finds counterexample calls. */
public final class InvariantProver {
    private static final int MOST_VALUES = 3;

    private final PolicySet policySet;
    private final AnalysisLimits limits;
    private @Nullable AnalysisContext exact;
    private @Nullable AnalysisContext lenient;

    public InvariantProver(PolicySet policySet, AnalysisLimits limits) {
        this.policySet = policySet;
        this.limits = limits;
    }

    /** The outcome of each invariant. */
    public List<InvariantProof> proofs() {
        var proofs = new ArrayList<InvariantProof>();
        for (var invariant : policySet.invariants()) {
            proofs.add(new InvariantProof(invariant, outcome(invariant)));
        }
        return proofs;
    }

    /** Analysis with one value of each attribute; exact. */
    AnalysisContext exact() {
        var made = exact;
        if (made == null) {
            made = AnalysisContext.of(policySet, Values.ONE, Reading.STRICT, limits);
            exact = made;
        }
        return made;
    }

    /** Analysis with any number of values, of the rules that may decide calls in the scope of the invariant. */
    private AnalysisContext strict(Invariant invariant, Decided claim) {
        var few = new RelevantRules(exact()).of(policySet, claim);
        return AnalysisContext.of(few.only(invariant), policySet, Values.ANY, limits);
    }

    private AnalysisContext lenient() {
        var made = lenient;
        if (made == null) {
            made = AnalysisContext.of(policySet, Values.ANY, Reading.LENIENT, limits);
            lenient = made;
        }
        return made;
    }

    private InvariantOutcome outcome(Invariant invariant) {
        try {
            return switch (invariant.claim()) {
                case Decided decided -> decided.refused() ? refused(decided) : permitted(invariant, decided);
                case Omission omission -> new MonotonicityCheck(exact()).omission(omission);
                case Chain _ -> new MonotonicityCheck(exact()).chain();
            };
        } catch (BddBudgetExceeded exhausted) {
            return new InvariantOutcome.Inconclusive("it would take " + exhausted.getMessage());
        }
    }

    private InvariantOutcome refused(Decided claim) {
        int most = 1;
        for (var attribute : Attribute.values()) {
            boolean several = attribute.many() == Many.ALL || attribute.many() == Many.SET;
            most = Math.max(most, several ? names(claim, attribute) : 1);
        }
        return most <= MOST_VALUES
                ? refused(claim, most == 1 ? exact() : lenient())
                : new InvariantOutcome.Inconclusive("it names one attribute more than " + MOST_VALUES + " times");
    }

    /**
     * Searches for a permitted call. Fewer values suffice: a call with fewer values is permitted if one with more is.
     */
    private static InvariantOutcome refused(Decided claim, AnalysisContext stage) {
        var bdd = stage.bdd();
        int about = domain(claim, stage, axis -> {
            var attribute = Attribute.of(axis.word());
            return attribute == null ? 1 : Math.max(1, names(claim, attribute));
        });
        about = bdd.and(about, stage.conditions().of(claim.given()).perhaps());
        about = bdd.but(about, stage.conditions().any(claim.except()).surely());
        int permitted = stage.ruling().permitted(about);
        int alone = stage.chains().alone(permitted);
        int found = alone == Bdd.FALSE ? stage.chains().whole(permitted) : alone;
        if (found == Bdd.FALSE) {
            return new InvariantOutcome.Proved(about == Bdd.FALSE);
        }
        int plain = bdd.and(found, stage.conditions().of(claim.given()).surely());
        return new CounterexampleCheck(stage).of(stage.certain(plain) == Bdd.FALSE ? found : plain, true, null);
    }

    /** Searches for a refused call, first with one value of each attribute, then with any number. */
    private InvariantOutcome permitted(Invariant invariant, Decided claim) {
        var found = permitted(claim, exact());
        if (!(found instanceof InvariantOutcome.Proved)) {
            return found;
        }
        var more = permitted(claim, strict(invariant, claim));
        return more instanceof InvariantOutcome.Disagreed
                ? new InvariantOutcome.Possible("a call with several values of one attribute may be refused")
                : more;
    }

    private static InvariantOutcome permitted(Decided claim, AnalysisContext stage) {
        var bdd = stage.bdd();
        int about = domain(claim, stage, axis -> Integer.MAX_VALUE);
        about = bdd.and(about, stage.conditions().of(claim.given()).surely());
        about = bdd.but(about, stage.conditions().any(claim.except()).perhaps());
        var hearing = new CounterexampleCheck(stage);
        var outcomes = new ArrayList<InvariantOutcome>();
        int silent = bdd.but(about, stage.ruling().permitting());
        for (var refusal : stage.ruling().refusals()) {
            int refused = bdd.and(about, refusal.on());
            silent = bdd.but(silent, refusal.on());
            if (refused != Bdd.FALSE) {
                outcomes.add(hearing.of(refused, false, refusal.rule()));
            }
        }
        if (silent != Bdd.FALSE) {
            outcomes.add(hearing.of(silent, false, null));
        }
        return outcomes.isEmpty() ? new InvariantOutcome.Proved(about == Bdd.FALSE) : worst(outcomes);
    }

    /** An analysis error if any, else all counterexamples, else the first possible violation. */
    private static InvariantOutcome worst(List<InvariantOutcome> outcomes) {
        var shown = new ArrayList<CheckedExample>();
        for (var outcome : outcomes) {
            switch (outcome) {
                case InvariantOutcome.Disagreed disagreed -> {
                    return disagreed;
                }
                case InvariantOutcome.Refuted refuted -> shown.addAll(refuted.calls());
                default -> {}
            }
        }
        return shown.isEmpty() ? outcomes.getFirst() : new InvariantOutcome.Refuted(shown);
    }

    private static int domain(Decided claim, AnalysisContext stage, ToIntFunction<AttributeAxis> most) {
        int during = stage.space().clock().during(claim.from(), claim.until());
        return stage.bdd().and(during, stage.conditions().domain(most));
    }

    /** How often a claim names an attribute; a counterexample needs at most that many values of it. */
    private static int names(Decided claim, Attribute attribute) {
        return names(claim.given(), attribute)
                + claim.except().stream().mapToInt(one -> names(one, attribute)).sum();
    }

    private static int names(MatchCondition match, Attribute attribute) {
        int here = match.words().containsKey(attribute) || match.ranges().containsKey(attribute) ? 1 : 0;
        for (var inside : match.all()) {
            here += names(inside, attribute);
        }
        for (var inside : match.any()) {
            here += names(inside, attribute);
        }
        return here;
    }
}
