package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.ArithExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.IntExpr;
import com.microsoft.z3.RealExpr;
import com.microsoft.z3.Status;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.testing.TestQuestion;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Many;
import io.facegate.policy.vocabulary.TruthValue;
import io.facegate.testkit.ReducedTries;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** A solver that shares nothing with the diagrams comes to the same: of each value by itself, without atoms. */
@AddLifecycleHook(ReducedTries.class)
class SolverTest {
    private static final List<String> PLACES =
            List.of("US", "US-OR", "US-WA", "US-OR/portland", "EU", "DE", "FR", "GB", "JP");

    /** One request, in the solver's words. */
    private static final class Request {
        private final Context z3;
        private final Map<Attribute, IntExpr> one = new EnumMap<>(Attribute.class);
        private final RealExpr threshold;
        private final BoolExpr threshes;
        private final IntExpr time;

        Request(Context z3) {
            this.z3 = z3;
            for (var attribute : Attribute.values()) {
                if (!attribute.isRange() && attribute.many() != Many.ANY) {
                    one.put(attribute, z3.mkIntConst(attribute.word()));
                }
            }
            threshold = z3.mkRealConst("threshold");
            threshes = z3.mkBoolConst("threshes");
            time = z3.mkIntConst("time");
        }

        /** Every attribute has one of its values or, where it may be unknown, none; nobody is a contractor for nobody. */
        BoolExpr possible() {
            var all = new java.util.ArrayList<BoolExpr>();
            one.forEach((attribute, value) -> {
                boolean always = attribute == Attribute.CAPABILITY || attribute == Attribute.PROVIDER;
                all.add(z3.mkGe(value, z3.mkInt(always ? 0 : -1)));
                all.add(z3.mkLt(value, z3.mkInt(values(attribute).size())));
            });
            int contractor = values(Attribute.ORGANISATION).indexOf("contractor");
            all.add(z3.mkNot(z3.mkEq(one.get(Attribute.ORGANISATION), z3.mkInt(contractor))));
            all.add(z3.mkGe(threshold, z3.mkReal(0)));
            all.add(z3.mkLe(threshold, z3.mkReal(1)));
            return z3.mkAnd(all.toArray(BoolExpr[]::new));
        }

        private static List<String> values(Attribute attribute) {
            return attribute.words() != null ? attribute.words().words() : PLACES;
        }

        /** Where a condition surely holds, or where it may. */
        BoolExpr holds(MatchCondition match, boolean surely) {
            var words = match.words().entrySet().stream().map(named -> words(named.getKey(), named.getValue(), surely));
            var ranges = match.ranges().values().stream().map(range -> {
                var inside = z3.mkGe(threshold, z3.mkReal(Double.toString(range.atLeast())));
                return surely ? z3.mkAnd(threshes, inside) : z3.mkOr(z3.mkNot(threshes), inside);
            });
            return z3.mkAnd(Stream.concat(words, ranges).toArray(BoolExpr[]::new));
        }

        private BoolExpr words(Attribute attribute, Set<String> named, boolean surely) {
            var holding = values(attribute).stream().filter(value -> {
                var truth = attribute.matches(value, named, 0);
                return surely ? truth == TruthValue.SURELY : truth != TruthValue.NOT;
            });
            if (attribute.many() == Many.ANY) {
                return z3.mkOr(holding.map(word -> z3.mkBoolConst(attribute + " " + word))
                        .toArray(BoolExpr[]::new));
            }
            var value = one.get(attribute);
            var in = holding.map(
                    word -> z3.mkEq(value, z3.mkInt(values(attribute).indexOf(word))));
            var absent = surely ? Stream.<BoolExpr>of() : Stream.of(z3.mkEq(value, z3.mkInt(-1)));
            return z3.mkOr(Stream.concat(in, absent).toArray(BoolExpr[]::new));
        }

        BoolExpr during(long from, long until) {
            ArithExpr<?> now = time;
            return z3.mkAnd(
                    from == Long.MIN_VALUE ? z3.mkTrue() : z3.mkGe(now, z3.mkInt(from)),
                    until == Long.MAX_VALUE ? z3.mkTrue() : z3.mkLt(now, z3.mkInt(until)));
        }

        BoolExpr fires(Rule rule) {
            boolean sure = rule.effect() == Effect.PERMIT;
            var version = rule.validity().versions().getFirst();
            return z3.mkAnd(
                    holds(rule.match(), sure),
                    z3.mkNot(any(rule.unless(), true)),
                    during(version.from(), version.until()));
        }

        BoolExpr any(List<MatchCondition> matches, boolean surely) {
            return z3.mkOr(matches.stream().map(one -> holds(one, surely)).toArray(BoolExpr[]::new));
        }

        BoolExpr permitted(List<Rule> rules) {
            return z3.mkAnd(some(rules, Effect.PERMIT), z3.mkNot(some(rules, Effect.REFUSE)));
        }

        private BoolExpr some(List<Rule> rules, Effect effect) {
            return z3.mkOr(rules.stream()
                    .filter(rule -> rule.effect() == effect)
                    .map(this::fires)
                    .toArray(BoolExpr[]::new));
        }

        BoolExpr breaks(Invariant.Decided claim, List<Rule> rules) {
            var permitted = permitted(rules);
            return z3.mkAnd(
                    possible(),
                    during(claim.from(), claim.until()),
                    holds(claim.scope(), !claim.refused()),
                    z3.mkNot(any(claim.except(), claim.refused())),
                    claim.refused() ? permitted : z3.mkNot(permitted));
        }
    }

    @Property(tries = 200)
    void aSolverFindsACallThatBreaksARefusalExactlyWhereOneIsShown(@ForAll long seed) {
        var world = new SmallWorld(seed);
        var rules = world.policySet(10).rules();
        var claim = world.claim(true);
        var proof = proof(rules, claim);
        if (proof.outcome() instanceof InvariantOutcome.Refuted refuted
                && isBeyondTheSolver(refuted.calls().getFirst().call().question())) {
            return;
        }
        assertThat(proof.isProved())
                .as("%s of %s: %s", claim, rules, proof.explanation())
                .isEqualTo(!broken(rules, claim));
    }

    @Property(tries = 200)
    void aSolverFindsNoCallThatBreaksAPermitThatIsProved(@ForAll long seed) {
        var world = new SmallWorld(seed);
        var rules = world.policySet(10).rules();
        var claim = world.claim(false);
        if (proof(rules, claim).isProved()) {
            assertThat(broken(rules, claim)).as("%s of %s", claim, rules).isFalse();
        }
    }

    /** The solver's requests have no principals, and one value of each attribute that holds where all its values do. */
    private static boolean isBeyondTheSolver(TestQuestion question) {
        return !question.principals().isEmpty()
                || question.requested().capabilities().size() > 1
                || question.context().facts().values().stream().anyMatch(values -> values.size() > 1);
    }

    private static InvariantProof proof(List<Rule> rules, Invariant.Decided claim) {
        var invariant = new Invariant("i", "It holds.", claim, new Invariant.Place("invariants.yaml", 1, 1));
        var policySet = new PolicySet(SmallWorld.policySet(rules).packs(), List.of(), List.of(invariant), "digest");
        return new InvariantProver(policySet, new AnalysisLimits(4_000_000, Instant.EPOCH))
                .proofs()
                .getFirst();
    }

    private static boolean broken(List<Rule> rules, Invariant.Decided claim) {
        try (var z3 = new Context()) {
            var solver = z3.mkSolver();
            solver.add(new BoolExpr[] {new Request(z3).breaks(claim, rules)});
            var status = solver.check();
            assertThat(status).isNotEqualTo(Status.UNKNOWN);
            return status == Status.SATISFIABLE;
        }
    }
}
