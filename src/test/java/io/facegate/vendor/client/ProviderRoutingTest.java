package io.facegate.vendor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.SimilarityScale;
import io.facegate.call.SoleAccount;
import io.facegate.call.VendorAccount;
import io.facegate.catalogue.SimilarityScales;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who answers which call. */
class ProviderRoutingTest {
    private static final Picture PICTURE = new Picture(new byte[1], Picture.Format.PNG, 1, 1);
    private static final NormalizedRequest DETECT = new NormalizedRequest.Detect(PICTURE);
    private static final Caller CALLER = TestCaller.of(
                    TestOrganisation.of("o", "nonprofit").named("O").build())
            .by("api_key", "key")
            .build();

    private static SimilarityScale scale(String group) {
        return Objects.requireNonNull(SimilarityScales.forGroup(group));
    }

    @Test
    void aVendorThatIsNamedAnswersItsOwnWireAndTheEngineEveryOther() {
        var routing = routing(List.of(), new Named("azure_face", true), new Named("local", false));
        assertThat(answer(routing, "azure_face")).isEqualTo("azure_face");
        assertThat(answer(routing, "rekognition")).isEqualTo("local");
        assertThat(erasesWhenDue(routing, call("azure_face"))).isTrue();
        assertThat(erasesWhenDue(routing, call("rekognition"))).isFalse();
        assertThat(TestPlan.failure(routing, CALLER, call("rekognition"))).isNull();
    }

    @Test
    void aWireThatNobodyAnswersIsDoubted() {
        var routing = routing(List.of(), new Named("azure_face", true));
        assertThat(TestPlan.failure(routing, CALLER, call("azure_face"))).isNull();
        assertThat(TestPlan.failure(routing, CALLER, call("rekognition"))).isEqualTo(PreconditionFailure.NO_PROVIDER);
        assertThat(erasesWhenDue(routing, call("rekognition"))).isFalse();
    }

    @Test
    void aCallIsJudgedAsWhoAnswersItSays() {
        var knowing = new Named("rekognition", false) {
            @Override
            FaceCall ask(FaceCall call) {
                return call.withPreconditionFailure(PreconditionFailure.UNKNOWN_HANDLE);
            }
        };
        var routing = routing(List.of(), knowing, new Named("local", false));
        assertThat(TestPlan.prepared(routing, CALLER, call("rekognition")).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        assertThat(TestPlan.prepared(routing, CALLER, call("azure_face")).preconditionFailure())
                .isNull();
        assertThat(TestPlan.prepared(routing(List.of()), CALLER, call("rekognition"))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.NO_PROVIDER);
    }

    @Test
    void aNeutralCallIsAnsweredByTheFirstWhoHasWordsForIt() {
        var mute = new Named("azure_face", false, Set.of());
        var routing = routing(List.of(), mute, new Named("rekognition", false), new Named("local", false));
        assertThat(TestPlan.calls(routing, CALLER, neutral(DETECT, null)))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.provider()).isEqualTo("rekognition");
                    assertThat(call.engine()).isEqualTo("rekognition");
                    assertThat(call.wire()).isEqualTo(CrossVendorRoute.NEUTRAL);
                    assertThat(call.wireOperation()).isEqualTo("detect");
                });
        assertThat(TestPlan.calls(routing(List.of(), mute), CALLER, neutral(DETECT, null)))
                .singleElement()
                .extracting(FaceCall::request)
                .isInstanceOfSatisfying(
                        NormalizedRequest.Flawed.class,
                        flaw -> assertThat(flaw.kind()).isEqualTo(Reply.Failure.UNSUPPORTED));
    }

    @Test
    void aRouteNamesWhoAnswersAndWhoIfThatOneCannot() {
        var routes = List.of(
                route(Set.of("facegate"), Set.of("other"), List.of("local")),
                route(Set.of("facegate"), Set.of("o"), List.of("rekognition", "local")));
        var routing = routing(routes, new Named("local", false), new Named("rekognition", false));
        assertThat(providers(TestPlan.calls(routing, CALLER, neutral(DETECT, null))))
                .containsExactly("rekognition", "local");
        assertThat(TestPlan.calls(routing, CALLER, call("rekognition")))
                .as("of another wire the route does not speak")
                .containsExactly(call("rekognition"));
        assertThat(providers(TestPlan.calls(routing, CALLER, neutral(new NormalizedRequest.CreateGallery("g"), null))))
                .as("what one provider keeps is not made again by another")
                .containsExactly("rekognition");
    }

    @Test
    void aQuestionIsAboutTheFirstAccountOfItsRouteUnlessAnotherVendorStandsBefore() {
        var eu = new VendorAccount("eu", List.of("IE"));
        var usual = new VendorAccount(VendorAccount.DEFAULT, List.of("US"));
        var named = new LinkedHashMap<String, Provider>();
        named.put("rekognition", new ProviderAtAccount(usual, new Named("rekognition", false)));
        named.put("rekognition/eu", new ProviderAtAccount(eu, new Named("rekognition", false)));
        named.put("azure_face", new Named("azure_face", false));
        assertThat(account(named, List.of())).isEqualTo(usual);
        assertThat(account(named, List.of("rekognition/eu", "rekognition"))).isEqualTo(eu);
        assertThat(account(named, List.of("azure_face", "rekognition/eu"))).isNull();
        var azure = new ProviderRouting(named, null, List.of());
        assertThat(azure.accountOf(CALLER, call("azure_face"))).isNull();
        var sandbox = new SandboxRouting(new ProviderRouting(named, null, List.of()), new Named("local", false));
        assertThat(sandbox.accountOf(CALLER, call("rekognition"))).isEqualTo(usual);
    }

    @Test
    void anAccountIsSaidToAnswerOnlyIfNoCallOfTheCallerGoesElsewhere() {
        var eu = new VendorAccount("eu", List.of("IE"));
        var usual = new VendorAccount(VendorAccount.DEFAULT, List.of("US"));
        var named = new LinkedHashMap<String, Provider>();
        named.put("rekognition", new ProviderAtAccount(usual, new Named("rekognition", false)));
        named.put("rekognition/eu", new ProviderAtAccount(eu, new Named("rekognition", false)));
        var all = route(Set.of(), Set.of("o"), List.of("rekognition/eu"));
        var some = new ProviderRoute(
                Set.of(), Set.of("o"), Set.of(), Set.of(Capability.DETECT), List.of("rekognition/eu"));
        assertThat(only(named)).isEqualTo(usual);
        assertThat(only(named, all)).isEqualTo(eu);
        assertThat(only(named, some)).as("a search would go to the default one").isNull();
        assertThat(only(named, some, all)).isEqualTo(eu);
        assertThat(only(named, all, some)).as("the second never matches").isEqualTo(eu);
        assertThat(only(named, route(Set.of(), Set.of("other"), List.of("rekognition/eu"))))
                .as("a route of somebody else")
                .isEqualTo(usual);
        assertThat(only(named, route(Set.of(), Set.of("o"), List.of("rekognition/eu", "rekognition"))))
                .as("the second answers when the first is out of order")
                .isNull();
        assertThat(only(named, route(Set.of(), Set.of("o"), List.of("rekognition/eu", "azure_face"))))
                .isNull();
    }

    /** The account that is found; null if it is not determined. */
    private static VendorAccount only(LinkedHashMap<String, Provider> named, ProviderRoute... routes) {
        var found = new ProviderRouting(named, null, List.of(routes)).accounts().soleAccount(CALLER, "rekognition");
        assertThat(found).isNotInstanceOf(SoleAccount.Nobody.class);
        return found instanceof SoleAccount.Found(var account) ? account : null;
    }

    /** As the router does: a call that it plans for nobody is one of which that is said before. */
    @Test
    void nobodyAnswersWhereTheRouterHasNoProvider() {
        var eu = new VendorAccount("eu", List.of("IE"));
        var named = new LinkedHashMap<String, Provider>();
        named.put("rekognition/eu", new ProviderAtAccount(eu, new Named("rekognition", false)));
        var some = new ProviderRoute(
                Set.of(), Set.of("o"), Set.of(), Set.of(Capability.DETECT), List.of("rekognition/eu"));
        var engine = new Named("local", false);
        assertThat(answering(named, null, "rekognition")).isEqualTo(new SoleAccount.Nobody());
        assertThat(answering(named, null, "google_vision")).isEqualTo(new SoleAccount.Nobody());
        assertThat(answering(named, engine, "rekognition"))
                .as("the engine answers no vendor that has accounts")
                .isEqualTo(new SoleAccount.Nobody());
        assertThat(answering(named, engine, "google_vision")).isEqualTo(new SoleAccount.Undetermined(false));
        assertThat(answering(named, null, "rekognition", some)).isEqualTo(new SoleAccount.Undetermined(true));
        assertThat(answering(named, null, "rekognition", route(Set.of(), Set.of("o"), List.of("rekognition/eu"))))
                .isEqualTo(new SoleAccount.Found(eu));
        assertThat(answering(named, null, "facegate")).isEqualTo(new SoleAccount.Undetermined(false));
    }

    /** What the lookup says, after comparing it with the plan of a call. */
    private static SoleAccount answering(
            LinkedHashMap<String, Provider> named, Provider others, String wire, ProviderRoute... routes) {
        var router = new ProviderRouting(named, others, List.of(routes));
        var found = router.accounts().soleAccount(CALLER, wire);
        if (routes.length == 0 && !wire.equals("facegate")) {
            var way = router.plan(CALLER, call(wire)).ways().getFirst();
            assertThat(way.prepareForDecision(way.call()).preconditionFailure() == PreconditionFailure.NO_PROVIDER)
                    .as(wire)
                    .isEqualTo(found.equals(new SoleAccount.Nobody()));
        }
        return found;
    }

    private static VendorAccount account(LinkedHashMap<String, Provider> named, List<String> providers) {
        var routes = providers.isEmpty() ? List.<ProviderRoute>of() : List.of(route(Set.of(), Set.of("o"), providers));
        return new ProviderRouting(named, null, routes).accountOf(CALLER, call("rekognition"));
    }

    @Test
    void aRouteSpeaksOfTypesAndCapabilities() {
        var types = new ProviderRoute(
                Set.of(), Set.of(), Set.of("nonprofit"), Set.of(Capability.ANALYZE), List.of("local"));
        var routing = routing(List.of(types), new Named("rekognition", false), new Named("local", false));
        assertThat(providers(TestPlan.calls(routing, CALLER, neutral(DETECT, null))))
                .containsExactly("rekognition");
        var analysis = neutral(DETECT, null).withFacts(Facts.of(Set.of(Capability.ANALYZE_AGE)));
        assertThat(providers(TestPlan.calls(routing, CALLER, analysis))).containsExactly("local");
    }

    @Test
    void whatIsKeptIsAnsweredWhereItIsKeptWhateverTheRoutesSay() {
        var routes = List.of(route(Set.of(), Set.of(), List.of("rekognition", "local")));
        var local = new Keeper("local", 1);
        var routing = routing(routes, new Named("rekognition", false), local);
        for (var ask : List.of(
                new NormalizedRequest.CreateGallery("g"), new NormalizedRequest.SearchByFace("g", "f", 0.5, 1))) {
            assertThat(providers(TestPlan.calls(routing, CALLER, neutral(ask, null))))
                    .as(ask.toString())
                    .containsExactly("local");
        }
        var foreign = new CrossVendorRoute.Given(
                0.8, scale("rekognition/face/similarity").group());
        assertThat(TestPlan.calls(
                        routing, CALLER, neutral(new NormalizedRequest.SearchByFace("g", "f", 0.8, 1), foreign)))
                .as("another's scale does not send it to another's gallery of that name")
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.provider()).isEqualTo("local");
                    assertThat(call.request())
                            .isInstanceOfSatisfying(
                                    NormalizedRequest.Flawed.class,
                                    flaw -> assertThat(flaw.parameter()).isEqualTo("threshold"));
                });
    }

    /** Otherwise the verdict would tell where the organisation keeps a gallery, or be that of the engine's rules. */
    @Test
    void aSandboxCallIsDecidedAsIfNothingWereKept() {
        var routing = routing(List.of(), new Named("rekognition", false), new Keeper("local", 1));
        var create = neutral(new NormalizedRequest.CreateGallery("g"), null);
        assertThat(providers(TestPlan.calls(routing, CALLER, create))).containsExactly("local");
        var sandbox = TestCaller.of(CALLER.organisation()).ofSandbox().build();
        assertThat(providers(TestPlan.calls(routing, sandbox, create))).containsExactly("rekognition");
    }

    @Test
    void whoKeepsWhatIsNamedAnswersForItAloneAlsoThatItCannot() {
        var mute = new Keeper("azure_face", 1, Set.of(NormalizedRequest.CreateGallery.class));
        var routing = routing(List.of(), mute, new Named("local", false, Set.of(NormalizedRequest.SearchByFace.class)));
        assertThat(TestPlan.calls(routing, CALLER, neutral(new NormalizedRequest.SearchByFace("g", "f", 0.5, 1), null)))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.provider()).as("judged as it").isEqualTo("azure_face");
                    assertThat(call.request())
                            .isInstanceOfSatisfying(
                                    NormalizedRequest.Flawed.class,
                                    flaw -> assertThat(flaw.kind()).isEqualTo(Reply.Failure.UNSUPPORTED));
                });
    }

    @Test
    void ofTwoGalleriesOfOneNameTheOlderIsMeant() {
        var older = routing(List.of(), new Keeper("rekognition", 9), new Keeper("local", 5));
        assertThat(providers(TestPlan.calls(older, CALLER, neutral(new NormalizedRequest.CreateGallery("g"), null))))
                .containsExactly("local");
    }

    @Test
    void aListIsOfWhomItNames() {
        var routing = routing(List.of(), new Keeper("local", 1), new Keeper("rekognition", 2));
        var list = neutral(new NormalizedRequest.ListGalleries(new NormalizedRequest.Page(9, null)), null);
        var chosen = list.routedTo(
                CrossVendorRoute.NEUTRAL, "listGalleries", list.route().withEngine("rekognition"));
        assertThat(providers(TestPlan.calls(routing, CALLER, chosen))).containsExactly("rekognition");
    }

    @Test
    void aThresholdIsTakenOnTheScaleOfWhoeverAnswers() {
        var either = List.of(route(Set.of(), Set.of(), List.of("rekognition", "local", "google_vision")));
        var routing = routing(
                either, new Named("rekognition", false), new Named("local", false), new Named("google_vision", false));
        var compare = new NormalizedRequest.Compare(PICTURE, PICTURE, 0.5);
        assertThat(TestPlan.calls(routing, CALLER, neutral(compare, null)))
                .as("the usual one of each, and nobody whose scale is not known")
                .extracting(FaceCall::provider, call -> call.facts().threshold())
                .containsExactly(
                        tuple(
                                "rekognition",
                                scale("rekognition/face/similarity").defaultSimilarity()),
                        tuple("local", SimilarityScale.LOCAL.defaultSimilarity()));
        var given = new CrossVendorRoute.Given(0.93, SimilarityScale.LOCAL.group());
        assertThat(TestPlan.calls(
                        routing, CALLER, neutral(new NormalizedRequest.Compare(PICTURE, PICTURE, 0.93), given)))
                .extracting(FaceCall::provider, call -> call.facts().threshold())
                .containsExactly(tuple("local", 0.93));
        var foreign =
                TestPlan.calls(routing(List.of(), new Named("rekognition", false)), CALLER, neutral(compare, given));
        assertThat(foreign)
                .singleElement()
                .extracting(FaceCall::request)
                .isInstanceOfSatisfying(
                        NormalizedRequest.Flawed.class,
                        flaw -> assertThat(flaw.message())
                                .contains(
                                        "another comparable_group",
                                        scale("rekognition/face/similarity").group()));
    }

    @Test
    void whoHasNoUsualThresholdAsksForOneAndNoneIsMadeUp() {
        var compare = neutral(new NormalizedRequest.Compare(PICTURE, PICTURE, 0.5), null);
        var last = List.of(route(Set.of(), Set.of(), List.of("local", "compreface")));
        var first = List.of(route(Set.of(), Set.of(), List.of("compreface", "local")));
        var two = new Named[] {new Named("local", false), new Named("compreface", false)};
        assertThat(providers(TestPlan.calls(routing(last, two), CALLER, compare)))
                .as("it is no second choice")
                .containsExactly("local");
        assertThat(TestPlan.calls(routing(first, two), CALLER, compare))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.provider()).isEqualTo("compreface");
                    assertThat(call.facts().threshold()).isNull();
                    assertThat(call.request())
                            .isInstanceOfSatisfying(
                                    NormalizedRequest.Flawed.class,
                                    flaw -> assertThat(flaw.message())
                                            .contains(
                                                    "from 0 to 1",
                                                    scale("compreface/face/similarity")
                                                            .group()));
                });
        var given = new CrossVendorRoute.Given(
                0.9, scale("compreface/face/similarity").group());
        assertThat(TestPlan.calls(
                        routing(first, two),
                        CALLER,
                        neutral(new NormalizedRequest.Compare(PICTURE, PICTURE, 0.9), given)))
                .extracting(FaceCall::provider, call -> call.facts().threshold())
                .containsExactly(tuple("compreface", 0.9));
    }

    @Test
    void aVendorsCallGoesToAnotherVendorOnlyWithoutScoresAndKeepsItsName() {
        var routes = List.of(route(Set.of("rekognition"), Set.of(), List.of("azure_face")));
        var routing = routing(routes, new Named("rekognition", false), new Named("azure_face", false));
        assertThat(TestPlan.calls(routing, CALLER, amazons(DETECT)))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.provider()).isEqualTo("azure_face");
                    assertThat(call.wire()).isEqualTo("rekognition");
                    assertThat(call.wireOperation()).isEqualTo("DetectFaces");
                });
        assertThat(TestPlan.calls(routing, CALLER, amazons(new NormalizedRequest.Compare(PICTURE, PICTURE, 0.8))))
                .singleElement()
                .extracting(FaceCall::preconditionFailure)
                .isEqualTo(PreconditionFailure.NO_PROVIDER);
    }

    /** Google's wire asks about many at once; who has no words for many is asked about one. */
    @Test
    void oneOfManyIsAskedAloneWithoutWhatItsVendorTellsUnasked() {
        var detecting = new ProviderRoute(
                Set.of(), Set.of(), Set.of(), Set.of(Capability.DETECT), List.of("azure_face", "local"));
        var local =
                new Named("local", false, Set.of(NormalizedRequest.Detect.class, NormalizedRequest.DetectEach.class));
        var routing = routing(List.of(detecting), new Named("azure_face", false), local);

        assertThat(TestPlan.calls(routing, CALLER, googles(PICTURE)))
                .extracting(
                        FaceCall::provider,
                        FaceCall::request,
                        call -> call.facts().capabilities())
                .containsExactly(
                        tuple("azure_face", DETECT, Set.of(Capability.DETECT)),
                        tuple(
                                "local",
                                googles(PICTURE).request(),
                                googles(PICTURE).facts().capabilities()));
        assertThat(providers(TestPlan.calls(routing, CALLER, googles(PICTURE, PICTURE))))
                .as("two are not one")
                .doesNotContain("azure_face");
        var labels = googles(PICTURE).withFacts(Facts.of(Set.of(Capability.DETECT, Capability.ANALYZE_LABELS)));
        assertThat(TestPlan.calls(routing, CALLER, labels))
                .as("what was asked counts")
                .containsExactly(labels);
    }

    private static FaceCall googles(Picture... pictures) {
        var unasked = Set.of(Capability.ANALYZE_EMOTION);
        var facts =
                Facts.of(Set.of(Capability.DETECT, Capability.ANALYZE_EMOTION)).withUnrequested(unasked);
        var ask = new NormalizedRequest.DetectEach(List.of(pictures));
        return new FaceCall("google_vision", "BatchAnnotateImages", facts, ask, Map.of(), null);
    }

    private static ProviderRouting routing(List<ProviderRoute> routes, Named... all) {
        var named = new LinkedHashMap<String, Provider>();
        for (var one : all) {
            named.put(one.name, one);
        }
        return new ProviderRouting(named, named.get("local"), routes);
    }

    private static ProviderRoute route(Set<String> wires, Set<String> organisations, List<String> providers) {
        return new ProviderRoute(wires, organisations, Set.of(), Set.of(), providers);
    }

    private static List<String> providers(List<FaceCall> calls) {
        return calls.stream().map(FaceCall::provider).toList();
    }

    private static boolean erasesWhenDue(ProviderRouting routing, FaceCall call) {
        return routing.plan(CALLER, call).ways().getFirst().erasesWhenDue();
    }

    private static FaceCall neutral(NormalizedRequest ask, CrossVendorRoute.Given given) {
        var threshold = ask instanceof NormalizedRequest.Compare compare
                ? (Double) compare.threshold()
                : ask instanceof NormalizedRequest.SearchByFace search ? (Double) search.threshold() : null;
        var facts = Facts.of(Set.of(Capability.DETECT)).withThreshold(threshold);
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "detect", given, null);
        return new FaceCall(CrossVendorRoute.NEUTRAL, "detect", facts, ask, Map.of(), null, via, null);
    }

    private static FaceCall amazons(NormalizedRequest ask) {
        return new FaceCall("rekognition", "DetectFaces", Facts.of(Set.of(Capability.DETECT)), ask, Map.of(), null);
    }

    private static String answer(ProviderRouting routing, String provider) {
        return ((Reply.Failed) routing.send(Passes.of(CALLER, call(provider)))).message();
    }

    private static FaceCall call(String provider) {
        return new FaceCall(
                provider,
                "Detect",
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null);
    }

    /** One that keeps the gallery that is asked about, since then. */
    private static final class Keeper extends Named {
        private final long since;

        Keeper(String name, long since) {
            this(
                    name,
                    since,
                    Set.of(
                            NormalizedRequest.CreateGallery.class,
                            NormalizedRequest.SearchByFace.class,
                            NormalizedRequest.ListGalleries.class));
        }

        Keeper(String name, long since, Set<Class<? extends NormalizedRequest>> words) {
            super(name, false, words);
            this.since = since;
        }

        @Override
        Instant ownedSince(FaceCall asked) {
            return asked.request() instanceof NormalizedRequest.ListGalleries ? null : Instant.ofEpochSecond(since);
        }
    }

    private static class Named implements Provider {
        private final String name;
        private final boolean erasesWhenDue;
        private final Set<Class<? extends NormalizedRequest>> words;

        Named(String name, boolean erasesWhenDue) {
            this(
                    name,
                    erasesWhenDue,
                    Set.of(
                            NormalizedRequest.Detect.class,
                            NormalizedRequest.Compare.class,
                            NormalizedRequest.CreateGallery.class));
        }

        Named(String name, boolean erasesWhenDue, Set<Class<? extends NormalizedRequest>> words) {
            this.name = name;
            this.erasesWhenDue = erasesWhenDue;
            this.words = words;
        }

        FaceCall ask(FaceCall call) {
            return call;
        }

        Instant ownedSince(FaceCall asked) {
            return null;
        }

        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return new CallPlan() {
                @Override
                public List<PlannedCall> ways() {
                    if (asked.route() == null) {
                        return List.of(new PlannedCall(asked, Named.this::ask, erasesWhenDue));
                    }
                    return words.contains(asked.request().getClass())
                            ? List.of(new PlannedCall(
                                    asked.routedTo(name, "Word", asked.route()), Named.this::ask, erasesWhenDue))
                            : List.of();
                }

                @Override
                public Instant ownedSince() {
                    return Named.this.ownedSince(asked);
                }
            };
        }

        @Override
        public Reply send(Cleared cleared) {
            return new Reply.Failed(Reply.Failure.UNSUPPORTED, name);
        }
    }
}
