package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.testkit.ReducedTries;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What holds of every policy and every call. */
@AddLifecycleHook(ReducedTries.class)
class IndexPropertyTest {
    private static final int TRIES = 1000;

    @Property(tries = TRIES)
    void theIndexAgreesWithThePlainReading(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(90);
        var overrulings = world.overrulings(rules);
        var policies = PolicyEngine.of(new PolicySet(packs(rules), overrulings, "digest"));
        for (int call = 0; call < 5; call++) {
            var caller = world.caller();
            var asked = world.call();
            var now = world.now();
            var known = world.upTo(2) == 0 ? now : world.now();
            assertThat(told(policies.decide(caller, asked, now, known)))
                    .isEqualTo(new Naive(rules, overrulings).decide(caller, asked, now, known));
        }
    }

    @Property(tries = TRIES)
    void theOrderOfRulesAndPacksNeverMatters(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(20);
        var shuffled = new java.util.ArrayList<>(rules);
        Collections.shuffle(shuffled, new Random(seed));
        var caller = world.caller();
        var asked = world.call();
        var now = world.now();
        assertThat(policies(shuffled).decide(caller, asked, now))
                .isEqualTo(policies(rules).decide(caller, asked, now));
    }

    @Property(tries = TRIES)
    void anotherPermitNeverDefeatsARefusal(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(20);
        var caller = world.caller();
        var asked = world.call();
        var now = world.now();
        var before = policies(rules).decide(caller, asked, now);
        var permit = Stream.generate(() -> world.rule(1000))
                .filter(Rule::permits)
                .findFirst()
                .orElseThrow();
        var after = policies(Stream.concat(rules.stream(), Stream.of(permit)).toList())
                .decide(caller, asked, now);
        if (before instanceof Decision.Refuse refuse && !refuse.refusal().rule().startsWith("facegate/")) {
            assertThat(after).isInstanceOf(Decision.Refuse.class);
        }
        if (before instanceof Decision.Permit) {
            assertThat(after).isInstanceOf(Decision.Permit.class);
        }
    }

    @Property(tries = TRIES)
    void anotherRefusalNeverGainsAccess(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(20);
        var fewer = rules.stream()
                .filter(rule -> !rule.refuses() || world.upTo(2) == 0)
                .toList();
        var caller = world.caller();
        var asked = world.call();
        var now = world.now();
        if (policies(rules).decide(caller, asked, now) instanceof Decision.Permit) {
            assertThat(policies(fewer).decide(caller, asked, now)).isInstanceOf(Decision.Permit.class);
        }
    }

    @Property(tries = TRIES)
    void leavingAnAttributeOutNeverGainsAccess(@ForAll long seed) {
        var world = new Worlds(seed);
        var policies = policies(world.rules(12));
        var now = world.now();
        var caller = world.caller();
        var asked = world.call();
        var told = policies.decide(caller, asked, now);
        for (var less : lessTold(caller)) {
            gainsNothing(told, policies.decide(less, asked, now));
        }
        for (var less : lessTold(asked)) {
            gainsNothing(told, policies.decide(caller, less, now));
        }
    }

    private static void gainsNothing(Decision told, Decision untold) {
        if (told instanceof Decision.Refuse) {
            assertThat(untold).isInstanceOf(Decision.Refuse.class);
        }
    }

    private static List<Caller> lessTold(Caller caller) {
        return List.of(
                with(caller, caller.organisation(), null, caller.places()),
                with(caller, caller.organisation(), caller.purpose(), List.of()),
                with(caller, typed(caller.organisation(), "unheard_of"), caller.purpose(), caller.places()),
                with(caller, new AttestedContext(Set.of(), caller.context().facts(), null)),
                with(
                        caller,
                        new AttestedContext(
                                caller.context().evidence(),
                                actions(caller.context().facts()),
                                null)),
                with(caller, coarser(caller.organisation()), caller.purpose(), caller.places()));
    }

    /** What happens around a call is its use where nothing is attested, so that alone cannot be left out. */
    private static Map<String, List<String>> actions(Map<String, List<String>> facts) {
        return facts.containsKey("action") ? Map.of("action", facts.get("action")) : Map.of();
    }

    private static Caller with(Caller caller, AttestedContext context) {
        return TestCaller.of(caller.organisation())
                .actingFor(caller.principals())
                .purpose(caller.purpose())
                .in(caller.places())
                .attested(context)
                .by(caller.method(), caller.key())
                .failing(caller.preconditionFailure())
                .build();
    }

    private static Caller with(Caller caller, Organisation organisation, String purpose, List<String> places) {
        return TestCaller.of(organisation)
                .actingFor(caller.principals())
                .purpose(purpose)
                .in(places)
                .attested(caller.context())
                .by(caller.method(), caller.key())
                .failing(caller.preconditionFailure())
                .build();
    }

    private static Organisation coarser(Organisation one) {
        int dot = one.type().lastIndexOf('.');
        return dot < 0 ? one : typed(one, one.type().substring(0, dot));
    }

    private static Organisation typed(Organisation one, String type) {
        return TestOrganisation.of(one.id(), type)
                .named(one.name())
                .in(one.jurisdictions())
                .purposes(one.purposes())
                .facts(one.facts())
                .build();
    }

    private static List<FaceCall> lessTold(FaceCall call) {
        var facts = call.facts();
        return List.of(
                with(
                        call,
                        FaceCall.Facts.of(facts.capabilities())
                                .withCrowd(facts.ifSeveral(), facts.crowd())
                                .inGallery(facts.gallery())
                                .referringTo(facts.references())),
                with(
                        call,
                        FaceCall.Facts.of(facts.capabilities())
                                .withCrowd(facts.ifSeveral(), facts.crowd())
                                .referringTo(facts.references())
                                .withThreshold(facts.threshold())),
                new FaceCall("unheard_of", call.operation(), facts, call.request(), call.params(), null));
    }

    private static FaceCall with(FaceCall call, FaceCall.Facts facts) {
        return new FaceCall(call.provider(), call.operation(), facts, call.request(), call.params(), null);
    }

    private static PolicyEngine policies(List<Rule> rules) {
        return PolicyEngine.of(new PolicySet(packs(rules), "digest"));
    }

    static List<PolicyPack> packs(List<Rule> rules) {
        Map<String, List<Rule>> packs = rules.stream().collect(Collectors.groupingBy(Rule::pack));
        return packs.entrySet().stream()
                .map(pack -> new PolicyPack(pack.getKey(), "A test", "Everybody.", pack.getValue()))
                .toList();
    }

    private static String told(Decision decision) {
        var told = Calls.rule(decision) + ' ' + new TreeSet<>(decision.matched());
        return decision instanceof Decision.Permit permit
                ? told
                        + ' '
                        + permit.obligations().minSimilarity()
                        + ' '
                        + permit.obligations().reviewers()
                : told;
    }
}
