package io.facegate.vendor.rekognition.client;

import static io.facegate.vendor.rekognition.client.Calls.NONPROFIT;
import static io.facegate.vendor.rekognition.client.Calls.call;
import static io.facegate.vendor.rekognition.client.Calls.detect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.AwsModel;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.ProviderContract;
import io.facegate.vendor.client.VendorLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class RekognitionProviderTest extends ProviderContract<RekognitionProvider> {
    private static final String SECRET = "the-gateways-own-secret";

    @Override
    protected RekognitionProvider open(URI where, VendorLimits limits, @Nullable Path authorities) {
        return RekognitionProvider.create(
                vertx,
                new RekognitionSettings("eu-west-1", where, null, authorities, limits),
                new MemoryHandles(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", SECRET)));
    }

    @Override
    protected Caller caller() {
        return Calls.caller(NONPROFIT);
    }

    @Override
    protected FaceCall reading() {
        return call("DetectFaces", detect(10));
    }

    @Override
    protected FaceCall writing() {
        return call("IndexFaces", detect(10));
    }

    @Override
    protected Answer good() {
        return Answer.of(200, "{\"FaceDetails\":[],\"FaceRecords\":[]}");
    }

    /** Amazon's model, as botocore ships it, and one with the namespace that some of its servers put before a name. */
    @Override
    protected boolean keepsErrorsWhole() {
        return true;
    }

    @Override
    protected Stream<Said> errors() {
        return Stream.concat(
                published(false)
                        .filter(name -> !name.equals("AccessDeniedException") && !isThrottling(name))
                        .map(name -> said(400, name)),
                Stream.of(new Said(
                        "ConflictException", Answer.error(400, "com.amazonaws.rekognition#ConflictException"))));
    }

    @Override
    protected Stream<Said> throttled() {
        return Stream.of(
                said(400, "ThrottlingException"),
                said(500, "ThrottlingException"),
                said(400, "ProvisionedThroughputExceededException"));
    }

    @Override
    protected Stream<Said> failures() {
        return Stream.concat(
                published(true).filter(name -> !isThrottling(name)).map(name -> said(500, name)),
                Stream.of(said(503, "ServiceUnavailableException")));
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of(
                said(400, "UnrecognizedClientException"),
                said(400, "InvalidSignatureException"),
                said(403, "SignatureDoesNotMatch"),
                said(400, "ExpiredTokenException"),
                said(403, "InvalidClientTokenId"),
                said(400, "MissingAuthenticationTokenException"),
                said(400, "AccessDeniedException"),
                said(403, "SomethingNewAboutKeys"));
    }

    @Override
    protected Stream<String> nameless() {
        return Stream.of(
                "{}",
                "{\"message\":\"no name\"}",
                "{\"__type\":7}",
                "{\"__type\":\"\"}",
                "{\"__type\":\"Bad Name\\r\\nX: y\"}",
                "{\"__type\":\"One\",\"__type\":\"Two\"}");
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("", "[]", "[{}]", "null", "true");
    }

    private static Stream<String> published(boolean fault) {
        try {
            return AwsModel.load().errors().entrySet().stream()
                    .filter(error -> error.getValue() == fault)
                    .map(Map.Entry::getKey);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isThrottling(String name) {
        return name.equals("ThrottlingException") || name.equals("ProvisionedThroughputExceededException");
    }

    private static Said said(int status, String name) {
        return new Said(name, Answer.error(status, name));
    }

    @Test
    void sendsWhatWasJudgedAndNothingElse() throws Exception {
        var params = detect(1000);

        send(call("DetectFaces", params));

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/");
        assertThat(seen.header("x-amz-target")).isEqualTo("RekognitionService.DetectFaces");
        assertThat(seen.header("content-type")).isEqualTo("application/x-amz-json-1.1");
        var body = new ObjectMapper().readTree(seen.body());
        assertThat(body.fieldNames()).toIterable().containsExactly("Image", "Attributes");
        assertThat(body.at("/Image/Bytes").binaryValue())
                .isEqualTo(((Picture) ((Map<?, ?>) params.get("Image")).get("Bytes")).bytes());
        assertThat(body.at("/Attributes/0").textValue()).isEqualTo("DEFAULT");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 100_000, 5_242_880})
    void signsEveryCallWithItsOwnKeyOverHeadersAndBody(int bytes) throws Exception {
        send(call("DetectFaces", detect(bytes)));

        var signed = SigV4.verify(vendor.only(), SECRET);
        assertThat(signed.key()).isEqualTo("GATEWAYKEY");
        assertThat(signed.scope()).endsWith("/eu-west-1/rekognition/aws4_request");
        assertThat(signed.names()).contains("host", "x-amz-target", "x-amz-date", "content-type");
    }

    @Test
    void signsEveryTryAnew() throws Exception {
        vendor.answers(Answer.error(500, "InternalServerError"), good().cutAfter(0), good());

        repeating(reading());

        assertThat(vendor.seen()).hasSize(3);
        for (var seen : vendor.seen()) {
            SigV4.verify(seen, SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AssociateFaces",
                "CreateCollection",
                "CreateUser",
                "DeleteFaces",
                "DisassociateFaces",
                "PutProjectPolicy",
                "StartFaceSearch",
                "TagResource",
                "UpdateStreamProcessor"
            })
    void neverRepeatsWhatWrites(String operation) {
        vendor.answers(Answer.error(500, "InternalServerError"), good());

        assertThat(send(call(operation, detect(10))).error()).isEqualTo("InternalServerError");
        assertThat(vendor.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Detect Faces", "DetectFaces\r\nX-Evil: 1", "../DetectFaces"})
    void sendsNoOperationThatIsNotAName(String operation) {
        assertFault(call(operation, detect(10)), "is not valid; nothing was sent");
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void endsInAFaultWhateverALibraryThrows() {
        var broken = RekognitionProvider.create(
                vertx,
                new RekognitionSettings("eu-west-1", vendor.url(), null, null, VendorLimits.defaults()),
                new MemoryHandles(),
                () -> {
                    throw new IllegalStateException("no keys today, says arn:aws:iam::123456789012:user/gw");
                });
        try (broken) {
            assertThatThrownBy(() -> broken.send(Passes.of(caller(), reading())))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The call could not be sent to the vendor (IllegalStateException).");
        }
        assertThat(vendor.seen()).isEmpty();
    }

    /** It is read, and something else passed on, so it would be on no record. */
    @Test
    void whatIsReadForAnotherWireIsToldToThePass() {
        vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}").with("x-amzn-RequestId", "a-request"));
        var picture = new Picture(new byte[10], Picture.Format.JPEG, 40, 30);
        var facts = FaceCall.Facts.of(Set.of(Capability.DETECT));
        var asked = new FaceCall(
                CrossVendorRoute.NEUTRAL, "Detect", facts, new NormalizedRequest.Detect(picture), Map.of(), null);
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "Detect", null, "rekognition");
        var routed = TestPlan.calls(provider, caller(), asked.routedTo(CrossVendorRoute.NEUTRAL, "Detect", via));
        var pass = Passes.of(caller(), routed.getFirst());

        try (var patient = open(vendor.url(), VendorLimits.defaults(), null)) {
            assertThat(patient.send(pass)).isInstanceOf(Reply.Detected.class);
        }

        assertThat(Passes.heard(pass).status()).isEqualTo(200);
        assertThat(Passes.heard(pass).envelope().requestId()).isEqualTo("a-request");
    }
}
