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
    AnalysisContext exactContext() {
        var made = exact;
        if (made == null) {
            made = AnalysisContext.of(policySet, Values.ONE, Reading.STRICT, limits);
            exact = made;
        }
        return made;
    }

    /** Analysis with any number of values, of the rules that may decide calls in the scope of the invariant. */
    private AnalysisContext strictContext(Invariant invariant, Decided claim) {
        var few = new RelevantRules(exactContext()).select(policySet, claim);
        return AnalysisContext.of(few.restrictedTo(invariant), policySet, Values.ANY, limits);
    }

    private AnalysisContext lenientContext() {
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
                case Decided decided -> decided.refused() ? proveRefused(decided) : provePermitted(invariant, decided);
                case Omission omission -> new MonotonicityCheck(exactContext()).checkOmission(omission);
                case Chain _ -> new MonotonicityCheck(exactContext()).checkChain();
            };
        } catch (BddBudgetExceeded exhausted) {
            return new InvariantOutcome.Inconclusive("it would take " + exhausted.getMessage());
        }
    }

    private InvariantOutcome proveRefused(Decided claim) {
        int most = 1;
        for (var attribute : Attribute.values()) {
            boolean several = attribute.many() == Many.ALL || attribute.many() == Many.SET;
            most = Math.max(most, several ? names(claim, attribute) : 1);
        }
        return most <= MOST_VALUES
                ? proveRefused(claim, most == 1 ? exactContext() : lenientContext())
                : new InvariantOutcome.Inconclusive("it names one attribute more than " + MOST_VALUES + " times");
    }

    /**
     * Searches for a permitted call. Fewer values suffice: a call with fewer values is permitted if one with more is.
     */
    private static InvariantOutcome proveRefused(Decided claim, AnalysisContext stage) {
        var bdd = stage.bdd();
        int about = domain(claim, stage, axis -> {
            var attribute = Attribute.fromWord(axis.word());
            return attribute == null ? 1 : Math.max(1, names(claim, attribute));
        });
        about = bdd.and(about, stage.conditions().model(claim.scope()).possible());
        about = bdd.difference(
                about, stage.conditions().modelAny(claim.except()).certain());
        int permitted = stage.ruleSet().permitted(about);
        int alone = stage.chains().withoutPrincipals(permitted);
        int found = alone == Bdd.FALSE ? stage.chains().inPermittedCall(permitted) : alone;
        if (found == Bdd.FALSE) {
            return new InvariantOutcome.Proved(about == Bdd.FALSE);
        }
        int plain = bdd.and(found, stage.conditions().model(claim.scope()).certain());
        return new CounterexampleCheck(stage)
                .check(stage.forAllUninterpreted(plain) == Bdd.FALSE ? found : plain, true, null);
    }

    /** Searches for a refused call, first with one value of each attribute, then with any number. */
    private InvariantOutcome provePermitted(Invariant invariant, Decided claim) {
        var found = provePermitted(claim, exactContext());
        if (!(found instanceof InvariantOutcome.Proved)) {
            return found;
        }
        var more = provePermitted(claim, strictContext(invariant, claim));
        return more instanceof InvariantOutcome.Disagreed
                ? new InvariantOutcome.Possible("a call with several values of one attribute may be refused")
                : more;
    }

    private static InvariantOutcome provePermitted(Decided claim, AnalysisContext stage) {
        var bdd = stage.bdd();
        int about = domain(claim, stage, axis -> Integer.MAX_VALUE);
        about = bdd.and(about, stage.conditions().model(claim.scope()).certain());
        about = bdd.difference(
                about, stage.conditions().modelAny(claim.except()).possible());
        var hearing = new CounterexampleCheck(stage);
        var outcomes = new ArrayList<InvariantOutcome>();
        int silent = bdd.difference(about, stage.ruleSet().permitting());
        for (var refusal : stage.ruleSet().refusals()) {
            int refused = bdd.and(about, refusal.requests());
            silent = bdd.difference(silent, refusal.requests());
            if (refused != Bdd.FALSE) {
                outcomes.add(hearing.check(refused, false, refusal.rule()));
            }
        }
        if (silent != Bdd.FALSE) {
            outcomes.add(hearing.check(silent, false, null));
        }
        return outcomes.isEmpty() ? new InvariantOutcome.Proved(about == Bdd.FALSE) : combine(outcomes);
    }

    /** An analysis error if any, else all counterexamples, else the first possible violation. */
    private static InvariantOutcome combine(List<InvariantOutcome> outcomes) {
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
        int during = stage.space().clock().requestsDuring(claim.from(), claim.until());
        return stage.bdd().and(during, stage.conditions().domain(most));
    }

    /** How often a claim names an attribute; a counterexample needs at most that many values of it. */
    private static int names(Decided claim, Attribute attribute) {
        return names(claim.scope(), attribute)
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
