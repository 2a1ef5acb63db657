package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Obligations;
import io.facegate.identity.AttestedContext;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.language.RuleText;
import io.facegate.policy.language.Validity;
import io.facegate.policy.proof.LintFinding.Kind;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.ExampleCall;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.testing.TestParty;
import io.facegate.policy.testing.TestQuestion;
import io.facegate.testkit.ReducedTries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever is proved or found of small policies is so of every call, tried one by one on the engine. */
@AddLifecycleHook(ReducedTries.class)
class InvariantProverPropertyTest {
    private static final int MOST = 30_000;
    private static final int NODES = 1_000_000;
    private static final AnalysisLimits LIMITS = new AnalysisLimits(NODES, Instant.EPOCH);

    @Property(tries = 300)
    void aRefusalIsProvedExactlyWhereNoCallIsPermitted(@ForAll long seed) {
        proves(seed, true);
    }

    @Property(tries = 300)
    void aPermitIsProvedOnlyWhereNoCallIsRefused(@ForAll long seed) {
        proves(seed, false);
    }

    @Property(tries = 300)
    void aRefusalThatIsProvedHoldsOfCallsForOthersWhateverIsKnownOfThem(@ForAll long seed) {
        var world = new SmallWorld(seed);
        var rules = world.policySet(6).rules();
        var claim = world.claim(true);
        var policySet = with(rules, claim);
        var random = new Random(seed);
        var space = new RequestSpace(
                new RequestSpace.ProofInput(List.of(policySet), policySet.invariants()), Values.ONE, NODES);
        var all = new Enumeration(space, MOST);
        if (all.requests().isEmpty()
                || !new InvariantProver(policySet, LIMITS).proofs().getFirst().isProved()) {
            return;
        }
        var policies = PolicyEngine.of(policySet);
        var about = new About(claim);
        for (int call = 0; call < 200; call++) {
            var one = all.call(all.requests().get(random.nextInt(all.requests().size())), random);
            var other =
                    all.call(all.requests().get(random.nextInt(all.requests().size())), random);
            var through = asked(one, party(one), List.of(party(other)));
            var alone = asked(one, party(other), List.of());
            if (about.covers(one) || about.covers(alone)) {
                assertThat(through.decide(policies))
                        .as("%s, though %s, by %s", through, alone, rules)
                        .isInstanceOf(Decision.Refuse.class);
            }
        }
    }

    @Property(tries = 300)
    void whatIsRefusedToOneIsPermittedToNobodyWhoActsForIt(@ForAll long seed) {
        var policySet = new SmallWorld(seed).policySet(6);
        var random = new Random(seed);
        var all = new Enumeration(space(policySet), MOST);
        var policies = PolicyEngine.of(policySet);
        for (int call = 0; call < (all.requests().isEmpty() ? 0 : 200); call++) {
            var one = all.call(all.requests().get(random.nextInt(all.requests().size())), random);
            var other =
                    all.call(all.requests().get(random.nextInt(all.requests().size())), random);
            var through = asked(one, party(one), List.of(party(other)));
            for (var alone : List.of(asked(one, party(one), List.of()), asked(one, party(other), List.of()))) {
                if (alone.decide(policies) instanceof Decision.Refuse) {
                    assertThat(through.decide(policies))
                            .as("%s, though %s, by %s", through, alone, policySet.rules())
                            .isInstanceOf(Decision.Refuse.class);
                }
            }
        }
    }

    /** What a call asks, as somebody asks it who has a place and facts of its own. */
    private static ExampleCall asked(ExampleCall call, TestParty caller, List<TestParty> principals) {
        var asked = call.question();
        return new ExampleCall(
                new TestQuestion(
                        caller,
                        principals,
                        asked.purpose(),
                        asked.requested(),
                        new AttestedContext(asked.context().evidence(), Map.of(), null),
                        asked.now(),
                        asked.known()),
                call.pictures(),
                call.credential());
    }

    private static TestParty party(ExampleCall call) {
        var one = call.question().caller();
        return new TestParty(
                one.type(),
                one.id(),
                one.jurisdictions(),
                one.jurisdictions(),
                call.question().context().facts());
    }

    private static void proves(long seed, boolean refused) {
        var world = new SmallWorld(seed);
        var rules = world.policySet(6).rules();
        var claim = world.claim(refused);
        var policySet = with(rules, claim);
        var random = new Random(seed);
        var space = new RequestSpace(
                new RequestSpace.ProofInput(List.of(policySet), policySet.invariants()), Values.ONE, NODES);
        var all = new Enumeration(space, MOST);
        var policies = PolicyEngine.of(policySet);
        var about = new About(claim);
        var breaking = all.requests().stream()
                .map(request -> all.call(request, random))
                .filter(call -> about.covers(call) && call.decide(policies) instanceof Decision.Permit == refused)
                .toList();
        var proof = new InvariantProver(policySet, LIMITS).proofs().getFirst();
        if (!breaking.isEmpty()) {
            assertThat(proof.word())
                    .as("%s of %s by %s", claim, rules, breaking.getFirst())
                    .isEqualTo("refuted");
        } else if (refused && !all.requests().isEmpty()) {
            assertThat(proof.word())
                    .as("%s of %s: %s", claim, rules, proof.explanation())
                    .isEqualTo("proved");
        }
        if (proof.outcome() instanceof InvariantOutcome.Refuted refuted) {
            assertThat(refuted.calls()).isNotEmpty().allSatisfy(heard -> {
                assertThat(heard.isPermitted()).isEqualTo(refused);
                assertThat(about.covers(heard.call()))
                        .as("%s about %s", heard, claim)
                        .isTrue();
            });
        }
        assertThat(proof.word()).isNotEqualTo("fault");
    }

    private static PolicySet with(List<Rule> rules, Invariant.Claim claim) {
        var invariant = new Invariant("i", "It holds.", claim, new Invariant.Place("invariants.yaml", 1, 1));
        return new PolicySet(SmallWorld.policySet(rules).packs(), List.of(), List.of(invariant), "digest");
    }

    /** Whether a claim is about a call, told by the engine itself: a refusal fires where it may be, a permit where it surely is. */
    private static final class About {
        private final Invariant.Decided claim;
        private final PolicyEngine given;
        private final List<PolicyEngine> except;

        About(Invariant.Decided claim) {
            this.claim = claim;
            given = claim.refused()
                    ? policies(rule(Effect.REFUSE, claim.scope(), claim.except()))
                    : policies(rule(Effect.PERMIT, claim.scope(), List.of()));
            except = claim.refused()
                    ? List.of()
                    : claim.except().stream()
                            .map(one -> policies(rule(Effect.REFUSE, one, List.of())))
                            .toList();
        }

        boolean covers(ExampleCall call) {
            long now = call.question().now().toEpochMilli();
            return now >= claim.from()
                    && now < claim.until()
                    && fires(given, call)
                    && except.stream().noneMatch(one -> fires(one, call));
        }

        private static PolicyEngine policies(Rule rule) {
            return PolicyEngine.of(SmallWorld.policySet(List.of(rule)));
        }

        private static boolean fires(PolicyEngine policies, ExampleCall call) {
            return !call.decide(policies).matched().isEmpty();
        }
    }

    private static Rule rule(
            Effect effect,
            io.facegate.policy.language.MatchCondition match,
            List<io.facegate.policy.language.MatchCondition> unless) {
        var ruleText = new RuleText("no", "No.", null, "Ask.", null);
        return new Rule(
                "p/asked", effect, match, unless, Validity.ALWAYS, null, RuleMode.ENFORCE, ruleText, Obligations.NONE);
    }

    @Property(tries = 200)
    void aRuleIsFoundNeverToMatterExactlyWhereDroppingItChangesNothing(@ForAll long seed) {
        var policySet = new SmallWorld(seed).policySet(6);
        var random = new Random(seed);
        var all = new Enumeration(space(policySet), MOST);
        if (all.requests().isEmpty()) {
            return;
        }
        var findings = PolicyAnalysis.analyze(policySet, LIMITS).findings().stream()
                .filter(finding -> finding.kind() != Kind.OPPOSED)
                .map(finding -> finding.rule().id())
                .collect(Collectors.toSet());
        var policies = PolicyEngine.of(policySet);
        var calls = all.requests().stream()
                .map(request -> all.call(request, random))
                .toList();
        for (var rule : policySet.rules()) {
            var without = PolicyEngine.of(SmallWorld.policySet(
                    policySet.rules().stream().filter(one -> !one.equals(rule)).toList()));
            boolean matters =
                    calls.stream().anyMatch(call -> !told(call.decide(policies)).equals(told(call.decide(without))));
            assertThat(findings.contains(rule.id()))
                    .as("%s among %s", rule, policySet.rules())
                    .isNotEqualTo(matters);
        }
    }

    private static String told(Decision decision) {
        return decision instanceof Decision.Permit permit ? "permit " + permit.obligations() : "refuse";
    }

    private static RequestSpace space(PolicySet policySet) {
        return new RequestSpace(new RequestSpace.ProofInput(List.of(policySet), List.of()), Values.ONE, NODES);
    }

    @Property(tries = 200)
    void theOrderOfRulesNeverMatters(@ForAll long seed) {
        var world = new SmallWorld(seed);
        var rules = world.policySet(8).rules();
        var claim = world.claim(true);
        var shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, new Random(seed));
        var one = PolicyAnalysis.analyze(with(rules, claim), LIMITS);
        var other = PolicyAnalysis.analyze(with(shuffled, claim), LIMITS);
        assertThat(other.proofs().toString()).isEqualTo(one.proofs().toString());
        assertThat(other.findings().toString()).isEqualTo(one.findings().toString());
        assertThat(other.uncovered()).isEqualTo(one.uncovered());
    }
}
