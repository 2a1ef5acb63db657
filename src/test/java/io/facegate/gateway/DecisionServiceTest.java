package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.clock.FixedClocks;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.CapabilityDecider;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.Worlds;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.testkit.ReducedTries;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** Policies are asked once, and the decision is the one that asking again for each unknown fact led to. */
@AddLifecycleHook(ReducedTries.class)
class DecisionServiceTest {
    private static final int TRIES = 1000;
    private static final int CALLS = 12;
    private static final PolicyEngine SHIPPED = PolicyEngine.load(Path.of("policies"));
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @Property(tries = TRIES)
    void underAnyRulesTheDecisionIsTheFormerOne(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(60);
        var packs = rules.stream().collect(Collectors.groupingBy(Rule::pack)).entrySet().stream()
                .map(pack -> new PolicyPack(pack.getKey(), "A pack", "Whoever", pack.getValue()))
                .toList();
        var random = new Random(seed);
        agree(PolicyEngine.of(new PolicySet(packs, world.overrulings(rules), "digest")), random, calls(() -> {
            var call = world.call();
            return new Question(world.caller(), varied(call, random), "", world.now());
        }));
    }

    @Property(tries = TRIES)
    void underTheShippedPacksTheDecisionIsTheFormerOne(@ForAll long seed) {
        var random = new Random(seed);
        agree(SHIPPED, random, calls(() -> {
            var call = new FaceCall(
                    one(random, List.of("rekognition", "azure_face", "google_vision", "compreface", "local")),
                    "CompareFaces",
                    Facts.of(some(random, Capability.values(), 3)),
                    new NormalizedRequest.VendorSpecific(""),
                    Map.of(),
                    null);
            var years = Duration.ofDays(random.nextInt(4000));
            return new Question(caller(random), varied(call, random), "", NOW.minus(years));
        }));
    }

    /** The broken control of the generator: it reaches each way a decision can go. */
    @AfterContainer
    static void everyKindOfDecisionWasCompared() {
        assertThat(SEEN)
                .containsKeys(
                        "Permit null",
                        "Permit null busy",
                        "Refuse null",
                        "Refuse CLOCK_BEHIND",
                        "Refuse CLOCK_UNCONFIRMED",
                        "Refuse FACES_NOT_COUNTED",
                        "Refuse TRIED_ELSEWHERE",
                        "Refuse UNKNOWN_PARAMETER");
    }

    @Example
    void policiesAreAskedOnceHoweverMuchIsUnknown() {
        var counting = new Counting(SHIPPED);
        var service = new DecisionService(
                () -> counting, (by, picture) -> 1, new CallHistoryDetectors(Ticker.systemTicker()));
        var picture = new Picture(new byte[] {1}, Picture.Format.PNG, 1, 1);
        var facts = Facts.of(Set.of(Capability.VERIFY))
                .withCrowd(Set.of(Capability.IDENTIFY_RETRO), picture)
                .withThreshold(0.8);
        var call = new FaceCall(
                "rekognition",
                "CompareFaces",
                facts,
                new NormalizedRequest.Compare(picture, picture, 0.8),
                Map.of(),
                null);
        var caller = caller(new Random(1));

        service.completeAndDecide(PlannedCall.unowned(call), new Question(caller, call, "", NOW));
        assertThat(counting.asked).containsExactly("assess");

        counting.asked.clear();
        service.completeAndDecide(
                PlannedCall.unowned(call),
                new Question(
                        caller,
                        call.withFacts(Facts.of(Set.of(Capability.DETECT)))
                                .withRequest(new NormalizedRequest.Detect(picture)),
                        "",
                        NOW));
        assertThat(counting.asked).containsExactly("decide");
    }

    /** Policies that note how they are asked. */
    private static final class Counting implements PolicyEngine {
        private final PolicyEngine policies;
        private final List<String> asked = new ArrayList<>();

        Counting(PolicyEngine policies) {
            this.policies = policies;
        }

        @Override
        public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
            asked.add("decide");
            return policies.decide(caller, call, now, known);
        }

        @Override
        public CapabilityDecider decisions(Caller caller, FaceCall call, Instant now) {
            asked.add("assess");
            return policies.decisions(caller, call, now);
        }

        @Override
        public String digest() {
            return policies.digest();
        }
    }

    private static List<Question> calls(Supplier<Question> next) {
        return Stream.generate(next).limit(CALLS).toList();
    }

    /** The same calls, one after the other, under the former procedure and the present one. */
    private static void agree(PolicyEngine policies, Random random, List<Question> calls) {
        var faces = random.nextInt(4);
        FaceCounter counter = (by, picture) -> {
            if (faces == 3) {
                throw new Fault.Overloaded("busy");
            }
            return faces;
        };
        var former = new FormerDecisionService(
                () -> policies, new Willing(), counter, new FormerDecisionService.Before(Ticker.systemTicker()));
        var present = new DecisionService(() -> policies, counter, new CallHistoryDetectors(Ticker.systemTicker()));
        var clock = random.nextInt(3) == 0
                ? null
                : clock(policies, random, calls.getFirst().now());
        var point = random.nextInt(4) == 0 ? new Objecting() : DecisionPoint.neverObjecting();
        for (var call : calls) {
            // Each is made a few times: earlier refusals and comparisons count.
            for (int again = 0; again < 3; again++) {
                var asked = call.withCall(call.call());
                var expected = clock == null
                        ? former.asking(point).judge(asked)
                        : former.asking(point).checking(clock).judge(asked);
                var found = clock == null
                        ? present.withDecisionPoint(point).completeAndDecide(PlannedCall.unowned(asked.call()), asked)
                        : present.withDecisionPoint(point)
                                .withClockCheck(clock)
                                .completeAndDecide(PlannedCall.unowned(asked.call()), asked);
                assertThat(found.question().call())
                        .isEqualTo(expected.question().call());
                assertThat(found.decision()).isEqualTo(expected.decision());
                assertThat(found.decision().hashCode())
                        .isEqualTo(expected.decision().hashCode());
                assertThat(found.busy() == null).isEqualTo(expected.busy() == null);
                SEEN.merge(kind(found), 1, Integer::sum);
            }
            var elsewhere =
                    new NormalizedRequest.PicturesAtUrls(List.of("https://a.example/b"), 9, false, each -> call.call());
            var expected = former.withoutPictures(web(call), elsewhere);
            var found = present.decideWithoutPictures(PlannedCall.unowned(call.call()), web(call), elsewhere);
            assertThat(found == null).isEqualTo(expected == null);
            if (found != null && expected != null) {
                assertThat(found.decision()).isEqualTo(expected.decision());
                assertThat(found.question().call().facts())
                        .isEqualTo(expected.question().call().facts());
            }
        }
    }

    private static String kind(DecidedQuestion judged) {
        return judged.decision().getClass().getSimpleName()
                + ' '
                + judged.question().call().preconditionFailure()
                + (judged.busy() == null ? "" : " busy");
    }

    private static Question web(Question asked) {
        var facts = asked.call().facts();
        return asked.withCall(asked.call()
                .withFacts(Facts.of(facts.capabilities())
                        .withCrowd(facts.ifSeveral(), facts.crowd())
                        .inGallery(facts.gallery())
                        .referringTo(Set.of(Reference.WEB_PICTURE))
                        .withThreshold(facts.threshold())
                        .withUnrequested(facts.unrequested())));
    }

    /** The call, as it might be for another reason: compared, with a crowd, with what nobody asked for, translated. */
    private static FaceCall varied(FaceCall call, Random random) {
        var picture = new Picture(new byte[] {(byte) random.nextInt(2)}, Picture.Format.PNG, 1, 1);
        var other = new Picture(new byte[] {(byte) random.nextInt(100)}, Picture.Format.PNG, 1, 1);
        var facts = call.facts();
        // Often the same ones: refusals of one picture count together for one kind of capability.
        var capabilities = random.nextBoolean() ? Set.of(Capability.IDENTIFY_LIVE) : facts.capabilities();
        var changed = Facts.of(capabilities)
                .withCrowd(
                        random.nextBoolean() ? facts.ifSeveral() : some(random, Capability.values(), 2),
                        random.nextBoolean() ? facts.crowd() : picture)
                .inGallery(facts.gallery())
                .referringTo(facts.references())
                .withThreshold(facts.threshold())
                .withUnrequested(
                        random.nextInt(3) > 0
                                ? Set.of()
                                : capabilities.stream().limit(1).collect(Collectors.toSet()));
        NormalizedRequest ask = switch (random.nextInt(3)) {
            case 0 -> new NormalizedRequest.Compare(picture, other, 0.8);
            case 1 -> new NormalizedRequest.SearchByPicture("mine", picture, 0.8, 1);
            default -> call.request();
        };
        var varied = call.withFacts(changed).withRequest(ask);
        if (random.nextInt(12) == 0) {
            varied = varied.withPreconditionFailure(PreconditionFailure.UNKNOWN_PARAMETER);
        }
        return random.nextInt(4) > 0
                ? varied
                : varied.routedTo(
                        "local",
                        "CompareFaces",
                        new CrossVendorRoute(call.provider(), call.operation(), null, "local"));
    }

    private static Caller caller(Random random) {
        return TestCaller.of(organisation(random))
                .actingFor(random.nextInt(4) == 0 ? List.of(organisation(random)) : List.of())
                .purpose(one(random, Arrays.asList(Purpose.values())).code())
                .in(
                        random.nextBoolean()
                                ? List.of()
                                : List.of(one(random, List.of("US-OR", "US-WA", "FR", "GB", "CN"))))
                .by("sigv4", "key" + random.nextInt(2))
                .build();
    }

    private static Organisation organisation(Random random) {
        var type = one(random, Arrays.asList(OrganisationType.values())).code();
        var places = random.nextBoolean() ? List.of("US-OR") : List.<String>of();
        return TestOrganisation.of("org" + random.nextInt(2), type)
                .named("Org")
                .in(places)
                .build();
    }

    private static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static Set<Capability> some(Random random, Capability[] all, int most) {
        return random.ints(random.nextInt(most + 1), 0, all.length)
                .mapToObj(at -> all[at])
                .collect(Collectors.toSet());
    }

    /** A clock that is right, behind, or ahead of what anybody confirmed. */
    private static ClockCheck clock(PolicyEngine policies, Random random, Instant now) {
        var apart = Duration.ofDays(random.nextInt(900)).plusMillis(random.nextInt(16));
        var newest = switch (random.nextInt(4)) {
            case 0 -> now;
            case 1 -> now.plus(apart);
            default -> now.minus(apart);
        };
        var clock = FixedClocks.of(now, newest);
        return new ClockCheck(ledger(clock), () -> policies, Map::of);
    }

    private static Ledger ledger(LedgerClock clock) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, words) -> {
                    assertThat(method.getName()).isEqualTo("clock");
                    return clock;
                });
    }

    /** Who would answer anything. */
    private static final class Willing implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("nothing is sent");
        }
    }

    /** A decision point that objects to what has an even number of capabilities. */
    private static final class Objecting implements DecisionPoint {
        @Override
        public Optional<Decision.Refuse> findObjection(
                Caller caller, FaceCall call, Instant now, Decision.Permit permit) {
            return call.facts().capabilities().size() % 2 == 1
                    ? Optional.empty()
                    : Optional.of(new Decision.Refuse(
                            new Refusal("no", "other/no", "No.", null, null, "Ask."), "always", List.of(), "00"));
        }
    }
}
