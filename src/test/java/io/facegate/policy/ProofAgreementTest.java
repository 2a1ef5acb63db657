package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.Book;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.bdd.Assignments;
import io.facegate.policy.proof.model.Calls;
import io.facegate.policy.proof.model.Conditions;
import io.facegate.policy.proof.model.Fired;
import io.facegate.policy.proof.model.Model;
import io.facegate.policy.proof.model.Model.Reading;
import io.facegate.policy.proof.space.Space;
import io.facegate.policy.proof.space.Space.Values;
import io.facegate.policy.trial.Party;
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

/** What the proofs take a call to be, the engine and the plain reading take it to be: rule by rule, on random policies. */
class ProofAgreementTest {
    private static final int TRIES = 1500;
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

    private static void agree(Worlds world, List<Rule> rules, Values values, long seed) {
        var overrulings = world.overrulings(rules);
        var book = new Book(packs(rules), overrulings, "digest");
        var space = new Space(new Space.Asked(List.of(book), List.of()), values, NODES);
        var model = new Model(space, book, Reading.STRICT);
        var policies = Policies.of(book);
        var random = new Random(seed);
        var calls = new Calls(space, Instant.EPOCH, all -> all.get(random.nextInt(all.size())));
        int domain = alone(space, new Conditions(space).domain(axis -> Integer.MAX_VALUE));
        for (int call = 0; call < CALLS; call++) {
            var request = new Assignments(space.bdd()).drawn(domain, new SplittableRandom(random.nextLong()));
            var asked = calls.of(request, List.<Party>of());
            var decision = asked.ask(policies);
            var fired = new TreeSet<>(decision.matched());
            assertThat(fired).as("%s of %s", asked, rules).containsAll(firing(space, model, request, false));
            assertThat(firing(space, model, request, true)).as("%s of %s", asked, rules).containsAll(fired);
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
    private static TreeSet<String> firing(Space space, Model model, BitSet request, boolean may) {
        var bdd = space.bdd();
        var assignments = new Assignments(bdd);
        return all(model)
                .filter(fired -> {
                    int on = fired.on();
                    for (var free : space.free().values()) {
                        on = may
                                ? bdd.some(bdd.and(on, free.domain()), free.cube())
                                : bdd.not(bdd.some(bdd.but(free.domain(), on), free.cube()));
                    }
                    return assignments.holds(on, request);
                })
                .map(fired -> fired.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Fired> all(Model model) {
        var ruling = model.ruling();
        return Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges()).flatMap(List::stream);
    }

    /** Nobody is acted for: the engine judges one organisation. */
    private static int alone(Space space, int domain) {
        var principals = space.axis("on_behalf_of");
        return principals == null ? notContractor(space, domain) : notContractor(space, space.bdd().and(domain, principals.absent()));
    }

    private static int notContractor(Space space, int domain) {
        var types = space.axis("organisation");
        if (types == null) {
            return domain;
        }
        var contractors = new BitSet();
        for (int at = 0; at < types.atoms().size(); at++) {
            contractors.set(at, types.atoms().get(at).values().contains("contractor"));
        }
        return space.bdd().but(domain, types.some(contractors));
    }

    private static List<Pack> packs(List<Rule> rules) {
        Map<String, List<Rule>> packs = rules.stream().collect(Collectors.groupingBy(Rule::pack));
        return packs.entrySet().stream()
                .map(pack -> new Pack(pack.getKey(), "A test", "Everybody.", pack.getValue()))
                .toList();
    }
}
