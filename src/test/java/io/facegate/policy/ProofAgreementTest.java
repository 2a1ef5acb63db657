package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.bdd.BddAssignments;
import io.facegate.policy.proof.model.ConditionModel;
import io.facegate.policy.proof.model.ExampleCalls;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.model.PolicyModel;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import io.facegate.policy.testing.TestParty;
import io.facegate.testkit.ReducedTries;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What the proofs take a call to be, the engine and the plain reading take it to be: rule by rule, on random policies. */
@AddLifecycleHook(ReducedTries.class)
class ProofAgreementTest {
    private static final int TRIES = 800;
    private static final int CALLS = 12;
    private static final int NODES = 4_000_000;

    @Property(tries = TRIES)
    void everyRuleFiresWhereItsDiagramSays(@ForAll long seed) {
        var world = new Worlds(seed);
        agree(world, world.rules(25), Values.ONE, seed);
    }

    @Property(tries = TRIES)
    void everyRuleFiresWhereItsDiagramSaysOfAnyNumberOfValues(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(15).stream()
                .filter(rule -> !rule.validity().local())
                .toList();
        agree(world, rules, Values.ANY, seed);
    }

    /** Of several places at once it is not told to the hour when a rule holds by local time, but no wider than needed. */
    @Property(tries = TRIES)
    void localTimesOfSeveralPlacesAreTakenTheSafeWay(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(15);
        var policySet = new PolicySet(packs(rules), "digest");
        var space = new RequestSpace(new RequestSpace.ProofInput(List.of(policySet), List.of()), Values.ANY, NODES);
        var strict = new PolicyModel(space, policySet, Reading.STRICT);
        var lenient = new PolicyModel(space, policySet, Reading.LENIENT);
        var random = new Random(seed);
        int domain = alone(space, new ConditionModel(space).domain(axis -> Integer.MAX_VALUE));
        for (int call = 0; call < CALLS; call++) {
            var request =
                    new BddAssignments(space.bdd()).randomAssignment(domain, new SplittableRandom(random.nextLong()));
            var asked = new ExampleCalls(space, Instant.EPOCH, List::getFirst).build(request, List.<TestParty>of());
            var fired = asked.decide(PolicyEngine.of(policySet)).matched();
            for (var rule : rules) {
                boolean fires = fired.contains(rule.id());
                var most = firing(space, rule.permits() ? lenient : strict, request, true);
                var least = firing(space, rule.permits() ? strict : lenient, request, false);
                assertThat(!fires || most.contains(rule.id()))
                        .as("%s of %s", asked, rule)
                        .isTrue();
                assertThat(fires || !least.contains(rule.id()))
                        .as("%s of %s", asked, rule)
                        .isTrue();
            }
        }
    }

    private static void agree(Worlds world, List<Rule> rules, Values values, long seed) {
        var overrulings = world.overrulings(rules);
        var policySet = new PolicySet(packs(rules), overrulings, "digest");
        var space = new RequestSpace(new RequestSpace.ProofInput(List.of(policySet), List.of()), values, NODES);
        var model = new PolicyModel(space, policySet, Reading.STRICT);
        var policies = PolicyEngine.of(policySet);
        var random = new Random(seed);
        var calls = new ExampleCalls(space, Instant.EPOCH, all -> any(all, random));
        int domain = alone(space, new ConditionModel(space).domain(axis -> Integer.MAX_VALUE));
        for (int call = 0; call < CALLS; call++) {
            var request =
                    new BddAssignments(space.bdd()).randomAssignment(domain, new SplittableRandom(random.nextLong()));
            var asked = calls.build(request, List.<TestParty>of());
            var decision = asked.decide(policies);
            var fired = new TreeSet<>(decision.matched());
            assertThat(fired).as("%s of %s", asked, rules).containsAll(firing(space, model, request, false));
            assertThat(firing(space, model, request, true))
                    .as("%s of %s", asked, rules)
                    .containsAll(fired);
            assertThat(new Naive(rules, overrulings)
                            .decide(
                                    asked.caller(),
                                    asked.call(),
                                    asked.question().now(),
                                    asked.question().known()))
                    .contains(fired.toString());
        }
    }

    /** Ids of the rules that may fire, or must, whatever the conditions come to that cannot be read. */
    private static TreeSet<String> firing(RequestSpace space, PolicyModel model, BitSet request, boolean may) {
        var bdd = space.bdd();
        var assignments = new BddAssignments(bdd);
        return all(model)
                .filter(fired -> {
                    int on = fired.requests();
                    for (var free : space.uninterpreted().values()) {
                        on = may
                                ? bdd.exists(bdd.and(on, free.domain()), free.cube())
                                : bdd.not(bdd.exists(bdd.difference(free.domain(), on), free.cube()));
                    }
                    return assignments.satisfies(on, request);
                })
                .map(fired -> fired.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<FiredRule> all(PolicyModel model) {
        var ruling = model.ruleSet();
        return Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges()).flatMap(List::stream);
    }

    /** Nobody is acted for: the engine judges one organisation. */
    private static int alone(RequestSpace space, int domain) {
        var principals = space.axis("on_behalf_of");
        return principals == null ? domain : space.bdd().and(domain, principals.absent());
    }

    /** Any, but for a contractor, who may not call for nobody. */
    private static String any(List<String> all, Random random) {
        var found = all.get(random.nextInt(all.size()));
        return found.equals("contractor") ? all.getFirst() : found;
    }

    private static List<PolicyPack> packs(List<Rule> rules) {
        Map<String, List<Rule>> packs = rules.stream().collect(Collectors.groupingBy(Rule::pack));
        return packs.entrySet().stream()
                .map(pack -> new PolicyPack(pack.getKey(), "A test", "Everybody.", pack.getValue()))
                .toList();
    }
}
