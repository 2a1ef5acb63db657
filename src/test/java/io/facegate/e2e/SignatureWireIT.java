package io.facegate.e2e;

import static io.facegate.e2e.Wire.at;
import static io.facegate.e2e.Wire.usual;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** What a signature covers: requests changed after they were signed prove nobody, and reach no vendor. */
class SignatureWireIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private static Path folder;

    private static FakeVendor vendor;
    private static Gateway gateway;
    private static AwsCredentialsIdentity hope;

    private int seen;
    private long decided;

    @BeforeAll
    static void start() throws IOException {
        vendor = FakeVendor.start();
        var cast = Cast.register(folder.resolve("data"));
        hope = identity(cast.hope());
        gateway = Gateways.inFrontOf(vendor.url(), folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    static AwsCredentialsIdentity identity(Key key) {
        return AwsCredentialsIdentity.create(key.id(), key.secret());
    }

    @BeforeEach
    void count() {
        seen = vendor.seen().size();
        decided = decisions();
    }

    private static long decisions() {
        return gateway.records().stream()
                .filter(record -> record.get("kind").asText().equals("DECISION"))
                .count();
    }

    /** Set by a test whose request is believed; otherwise nothing may have been judged or forwarded. */
    private int believed;

    @AfterEach
    void nothingElseWasJudgedOrForwarded() {
        assertThat(vendor.seen().size() - seen).as("calls that the vendor saw").isEqualTo(believed);
        assertThat(decisions() - decided).as("decisions").isEqualTo(believed);
    }

    private static Wire detect() {
        return Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT, usual());
    }

    private void assertAnswered(Answer answer) {
        assertThat(answer.error()).as(answer.json().toString()).isEmpty();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.decision()).isNotEmpty();
        believed++;
    }

    private static void assertNobody(Answer answer, String error) {
        assertThat(answer.error()).as(answer.json().toString()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().get("x-amzn-errortype")).isEqualTo(error);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(answer.message()).isNotEmpty();
        assertThat(answer.decision()).isEmpty();
    }

    @Test
    void believesWhatIsUntouched() {
        assertAnswered(detect().send());
    }

    @Test
    void believesHeaderNamesInAnyLetters() {
        assertAnswered(detect().names(name -> name.toLowerCase(Locale.ROOT)).send());
        assertAnswered(detect().names(name -> name.toUpperCase(Locale.ROOT)).send());
    }

    @Test
    void believesExtraSpacesThatTheSignatureDoesNotCount() {
        var target = "RekognitionService.DetectFaces";
        assertAnswered(detect().replace("X-Amz-Target", "  " + target + "  ").send());
    }

    @Test
    void anExchangedTargetProvesNobody() {
        assertNobody(
                detect().replace("X-Amz-Target", "RekognitionService.DeleteCollection")
                        .send(),
                "InvalidSignatureException");
    }

    @Test
    void aSecondTargetProvesNobody() {
        assertNobody(
                detect().with("X-Amz-Target", "RekognitionService.DeleteCollection")
                        .send(),
                "InvalidSignatureException");
    }

    @Test
    void anUnsignedPurposeProvesNobody() {
        assertNobody(detect().with("Facegate-Purpose", "missing_child").send(), "InvalidSignatureException");
    }

    @Test
    void aSignedPurposeIsHeard() {
        var signed = Wire.signed(
                gateway.calls(), hope, "DetectFaces", DETECT, Map.of("Facegate-Purpose", "missing_child"), usual());

        assertAnswered(signed.send());
    }

    @Test
    void anUnsignedAmazonHeaderProvesNobody() {
        assertNobody(detect().with("X-Amz-User-Agent", "somebody/1.0").send(), "InvalidSignatureException");
        assertNobody(detect().with("x-aMz-anything", "1").send(), "InvalidSignatureException");
    }

    @Test
    void anExchangedHostProvesNobody() {
        assertNobody(
                detect().replace("Host", "rekognition.us-east-1.amazonaws.com").send(), "InvalidSignatureException");
    }

    @Test
    void oneOtherByteInTheBodyProvesNobody() {
        var body = DETECT.getBytes(StandardCharsets.UTF_8);
        body[body.length / 2] ^= 1;

        assertNobody(detect().body(body).send(), "InvalidSignatureException");
    }

    @Test
    void oneOtherByteProvesNobodyWhereTheBodysHashIsNotAHeader() {
        var wire = detect().without("x-amz-content-sha256");
        var authorization = wire.value("Authorization").replace(";x-amz-content-sha256", "");

        assertNobody(wire.replace("Authorization", authorization).send(), "InvalidSignatureException");
    }

    @Test
    void anotherQueryProvesNobody() {
        assertNobody(detect().target("/?debug=1").send(), "InvalidSignatureException");
    }

    @Test
    void aSignatureIsGoodForAQuarterOfAnHourEitherWay() {
        for (var minutes : new int[] {-14, 14}) {
            var when = Instant.now().plus(Duration.ofMinutes(minutes));
            assertAnswered(Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT, at(when))
                    .send());
        }
        var old = Instant.now().minus(Duration.ofMinutes(16));
        var expired = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT, at(old))
                .send();
        assertNobody(expired, "InvalidSignatureException");
        assertThat(expired.message()).startsWith("Signature expired");
        var early = Instant.now().plus(Duration.ofMinutes(16));
        var future = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT, at(early))
                .send();
        assertNobody(future, "InvalidSignatureException");
        assertThat(future.message()).startsWith("Signature not yet current");
    }

    @Test
    void aScopeOfAnotherServiceProvesNobody() {
        var other = Wire.signed(
                gateway.calls(),
                hope,
                "DetectFaces",
                DETECT,
                sign -> sign.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3"));

        assertNobody(other.send(), "InvalidSignatureException");
    }

    @Test
    void aPresignedRequestProvesNobody() {
        var presigned = Wire.signed(
                gateway.calls(),
                hope,
                "DetectFaces",
                DETECT,
                sign -> sign.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5)));
        assertThat(presigned.target()).contains("X-Amz-Signature=");

        assertNobody(presigned.send(), "IncompleteSignatureException");
    }

    @Test
    void anUnsignedPayloadProvesNobody() {
        var unsigned = Wire.signed(
                gateway.calls(),
                hope,
                "DetectFaces",
                DETECT,
                sign -> sign.putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        assertThat(unsigned.value("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");

        assertNobody(unsigned.send(), "InvalidSignatureException");
    }

    @Test
    void aSessionTokenProvesNobody() {
        var session = AwsSessionCredentialsIdentity.create(hope.accessKeyId(), hope.secretAccessKey(), "c2Vzc2lvbg==");

        assertNobody(
                Wire.signed(gateway.calls(), session, "DetectFaces", DETECT, usual())
                        .send(),
                "UnrecognizedClientException");
    }

    @Test
    void halfAnAuthorizationIsIncomplete() {
        var whole = detect().value("Authorization");
        for (var half : List.of("AWS4-HMAC-SHA256", whole.substring(0, whole.indexOf(", Signature")), whole + "0")) {
            assertNobody(detect().replace("Authorization", half).send(), "IncompleteSignatureException");
        }
        assertNobody(detect().without("X-Amz-Date").send(), "IncompleteSignatureException");
        assertNobody(detect().with("Authorization", whole).send(), "IncompleteSignatureException");
    }

    @Test
    void noCredentialIsAMissingOne() {
        assertNobody(Wire.bare(gateway.calls(), "DetectFaces", DETECT).send(), "MissingAuthenticationTokenException");
        assertNobody(
                detect().replace("Authorization", "Basic aG9wZTpob3Bl").send(), "MissingAuthenticationTokenException");
    }

    @Test
    void theSameRequestTwiceIsTwoCalls() {
        var wire = detect();

        assertAnswered(wire.send());
        assertAnswered(wire.send());
    }
}
