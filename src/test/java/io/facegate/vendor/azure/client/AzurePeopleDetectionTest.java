package io.facegate.vendor.azure.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.azure.ai.vision.imageanalysis.ImageAnalysisClientBuilder;
import com.azure.ai.vision.imageanalysis.models.VisualFeatures;
import com.azure.core.credential.KeyCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderStatus;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People of the neutral API, found by Microsoft's own client over the gateway's: what holds for every call to a vendor holds here. */
class AzurePeopleDetectionTest extends AzureContract<AzurePeopleDetectionTest.HeardVendor> {
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.PNG, 40, 30);
    private static final String PEOPLE = """
        {"modelVersion":"2023-10-01","metadata":{"width":40,"height":20},"peopleResult":{"values":[
         {"boundingBox":{"x":20,"y":5,"w":10,"h":10},"confidence":0.25},
         {"boundingBox":{"x":4,"y":0,"w":8,"h":20},"confidence":0.9}]}}\
        """;

    /** Answers with what the vendor said, as the record has it, where the caller is told it in neutral terms. */
    record HeardVendor(AzureProvider azure) implements Provider, AutoCloseable {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return azure.plan(caller, asked);
        }

        @Override
        public ProviderStatus health() {
            return azure.health();
        }

        @Override
        public Reply send(Cleared cleared) {
            try {
                var reply = azure.send(cleared);
                assertThat(reply).isInstanceOfAny(Reply.PeopleDetected.class, Reply.Failed.class);
            } catch (Fault.ProviderDown down) {
                var heard = Passes.heard(cleared);
                if (heard == null || heard.error() == null) {
                    throw down;
                }
            }
            return Objects.requireNonNull(Passes.heard(cleared));
        }

        @Override
        public void close() {
            azure.close();
        }
    }

    @Override
    protected HeardVendor open(URI where, VendorLimits limits, @Nullable Path authorities) {
        var access = AzureCredential.key("the-gateways-own-key");
        var resource = new AzureResource(AzureService.VISION, where, access, null, authorities, limits);
        return new HeardVendor(new AzureProvider(vertx, resource, new MemoryHandles()));
    }

    @Override
    protected FaceCall reading() {
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "detectPeople", null, "azure_vision");
        var asked = new FaceCall(
                CrossVendorRoute.NEUTRAL,
                "detectPeople",
                Facts.of(Set.of(Capability.NOT_FACE)),
                new NormalizedRequest.DetectPeople(PICTURE),
                Map.of(),
                null,
                via,
                null);
        return TestPlan.calls(provider, caller(), asked).getFirst();
    }

    /** The service keeps nothing. */
    @Override
    protected FaceCall writing() {
        return reading();
    }

    @Override
    protected Answer good() {
        return Answer.of(200, PEOPLE);
    }

    @Override
    protected Stream<Said> errors() {
        return Stream.of(
                        "400 InvalidImageSize",
                        "400 InvalidRequest",
                        "403 UnsupportedFeature",
                        "415 UnsupportedMediaType")
                .map(AzureContract::said);
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of("401 401", "401 PermissionDenied", "403 InvalidRequest")
                .map(AzureContract::said);
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("", "null", "true", "[]", "{\"a\":1,\"a\":2}");
    }

    /** Nothing must not be done twice: the gateway asks again, three times at most, and Microsoft's client never. */
    @Override
    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    protected void neverRepeatsWhatMustNotBeDoneTwice(Said said) {
        vendor.answers(said.answer());

        assertThat(repeating(writing()).error()).isEqualTo(said.name());
        assertThat(vendor.seen()).hasSize(3);
    }

    @Test
    void sendsWhatMicrosoftsClientWroteAndNothingElseOfIt() {
        var pass = Passes.of(caller(), reading());

        provider.azure().send(pass);

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri())
                .isEqualTo("/computervision/imageanalysis:analyze?api-version=2023-10-01&features=people");
        assertThat(seen.text()).isEqualTo("a picture");
        assertThat(seen.headers().keySet())
                .containsExactlyInAnyOrder(
                        "host", "user-agent", "content-type", "content-length", "ocp-apim-subscription-key");
        assertThat(seen.header("user-agent")).isEqualTo("facegate");
        assertThat(seen.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(seen.header("ocp-apim-subscription-key")).isEqualTo("the-gateways-own-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/behind", "/behind/", "/be%20hind/"})
    void aResourceMayStandBehindAPath(String path) {
        try (var behind = open(URI.create(vendor.url() + path), VendorLimits.defaults(), null)) {
            behind.send(Passes.of(caller(), reading()));
        }
        assertThat(vendor.only().uri())
                .isEqualTo(path.replaceFirst("/$", "")
                        + "/computervision/imageanalysis:analyze?api-version=2023-10-01&features=people");
    }

    @Test
    void theDecisionGoesAlongAndEachTryIsCounted() {
        vendor.answers(said("503 ServiceUnavailable").answer(), good());
        var pass = Passes.of(caller(), reading());

        pass.trail().runRecorded(() -> provider.azure().send(pass));

        assertThat(pass.trail().requests()).isEqualTo(2);
        assertThat(vendor.seen()).hasSize(2).allSatisfy(seen -> {
            assertThat(seen.header("x-ms-client-request-id")).isEqualTo(pass.decision());
            assertThat(seen.header("user-agent")).isEqualTo("facegate decision/" + pass.decision());
        });
    }

    @Test
    void peopleAreInRatiosTheSurestFirst() {
        var people = ((Reply.PeopleDetected) answered()).people();

        assertThat(people).extracting(Reply.Person::confidence).containsExactly(0.9, 0.25);
        var box = people.getFirst().box();
        assertThat(List.of(box.left(), box.top(), box.width(), box.height()))
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1)
                .containsExactly(0.1, 0.0, 0.2, 1.0);
        assertThat(people.getLast().box().left()).isEqualTo(0.5, within(1e-9));
    }

    private Reply answered() {
        return provider.azure().send(Passes.of(caller(), reading()));
    }

    @Test
    void nobodyThereIsAnAnswer() {
        vendor.answers(Answer.of(200, "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[]}}"));

        assertThat(answered()).isEqualTo(new Reply.PeopleDetected(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\":{\"width\":4,\"height\":3}}",
                "{\"peopleResult\":{\"values\":[]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{}}",
                "{\"metadata\":{\"width\":0,\"height\":3},\"peopleResult\":{\"values\":[]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[null]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[{\"confidence\":1}]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[{\"boundingBox\":{\"x\":1,\"y\":1,\"w\":1,\"h\":1},\"confidence\":7}]}}",
                "{\"metadata\":{\"width\":\"wide\",\"height\":3},\"peopleResult\":{\"values\":[]}}",
                "{\"metadata\":7,\"peopleResult\":[]}",
                "{\"metadata\":[1],\"peopleResult\":{\"values\":[]}}",
                "{\"metadata\":{\"width\":1e99,\"height\":3},\"peopleResult\":{\"values\":[]}}",
                "{\"metadata\":{\"width\":4.5,\"height\":true},\"peopleResult\":{\"values\":[]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":{\"a\":1}}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":7}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[7]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[[]]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[{\"boundingBox\":7,\"confidence\":1}]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[{\"boundingBox\":{\"x\":\"1\",\"y\":null,\"w\":\"\",\"h\":{}},\"confidence\":\"sure\"}]}}",
                "{\"metadata\":{\"width\":4,\"height\":3},\"peopleResult\":{\"values\":[{\"boundingBox\":{\"x\":1,\"y\":1,\"w\":1,\"h\":1},\"confidence\":\"NaN\"}]}}"
            })
    void whatIsNotOfMicrosoftsModelIsNoAnswer(String body) {
        vendor.answers(Answer.of(200, body));

        assertThatThrownBy(this::answered)
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining("The cloud's answer");
    }

    @Test
    void anErrorOfTheCallIsToldInNeutralTerms() {
        vendor.answers(said("400 InvalidImageSize").answer());

        assertThat(answered())
                .isEqualTo(new Reply.Failed(
                        Reply.Failure.INVALID_IMAGE, "The provider says InvalidImageSize: As told.", null));
    }

    @Test
    void microsoftsClientSendsNothingOutsideOfAClearedCall() {
        var ours = new AzureSdkHttpClient();
        var client = new ImageAnalysisClientBuilder()
                .endpoint(vendor.url().toString())
                .pipeline(new HttpPipelineBuilder().httpClient(ours).build())
                .buildClient();
        var photo = BinaryData.fromBytes(PICTURE.bytes());

        assertThatThrownBy(() -> client.analyze(photo, List.of(VisualFeatures.PEOPLE), null))
                .hasStackTraceContaining("outside of a cleared call");
        var asynchronous =
                ours.send(new HttpRequest(HttpMethod.GET, vendor.url().toString()));
        assertThatThrownBy(asynchronous::block).hasStackTraceContaining("outside of a cleared call");
        assertThat(vendor.seen()).isEmpty();
    }

    /** The control: the very client, as Microsoft sets it up, asks four times where it is throttled. */
    @Test
    void microsoftsClientWouldAskAgainByItself() throws Exception {
        var hasty = said("503 ServiceUnavailable").answer().with("Retry-After", "0");
        try (var secret = io.facegate.FakeVendor.start().answers(hasty)) {
            HttpClient open = new JdkHttpClientBuilder().build();
            var client = new ImageAnalysisClientBuilder()
                    .endpoint("https://" + secret.url().getAuthority())
                    .credential(new KeyCredential("key"))
                    .httpClient(new PlainHttpClient(open))
                    .buildClient();
            assertThatThrownBy(
                    () -> client.analyze(BinaryData.fromBytes(PICTURE.bytes()), List.of(VisualFeatures.PEOPLE), null));
            assertThat(secret.seen()).hasSize(4);
            assertThat(secret.seen().getFirst().header("user-agent")).startsWith("azsdk-java-");
        }
    }

    /** Speaks in the clear with whom the client believes to be behind TLS, as it takes a key nowhere else. */
    private record PlainHttpClient(HttpClient to) implements HttpClient {
        @Override
        public reactor.core.publisher.Mono<com.azure.core.http.HttpResponse> send(HttpRequest request) {
            return to.send(plain(request));
        }

        @Override
        public com.azure.core.http.HttpResponse sendSync(HttpRequest request, com.azure.core.util.Context context) {
            return to.sendSync(plain(request), context);
        }

        private static HttpRequest plain(HttpRequest request) {
            return request.setUrl(request.getUrl().toString().replaceFirst("https", "http"));
        }
    }
}
