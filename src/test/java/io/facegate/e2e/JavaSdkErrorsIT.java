package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.Attribute;
import software.amazon.awssdk.services.rekognition.model.ImageTooLargeException;
import software.amazon.awssdk.services.rekognition.model.InvalidImageFormatException;
import software.amazon.awssdk.services.rekognition.model.InvalidPaginationTokenException;
import software.amazon.awssdk.services.rekognition.model.InvalidParameterException;
import software.amazon.awssdk.services.rekognition.model.RekognitionException;

/** What goes wrong, as the AWS SDK for Java v2 raises it: the vendor's own exceptions, typed where it types them. */
class JavaSdkErrorsIT {
    private static final int MOST = 5_242_880;

    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Gateway gateway;
    private static Sdk sdk;
    private static RekognitionClient hope;

    @BeforeAll
    static void start() {
        cast = Cast.register(folder.resolve("data"));
        gateway = Gateway.start(folder.resolve("data"));
        sdk = new Sdk(gateway.calls());
        hope = sdk.client(cast.hope());
    }

    @AfterAll
    static void stop() {
        hope.close();
        gateway.close();
    }

    @Test
    void aPictureWithoutAFaceCannotBeCompared() {
        assertThatThrownBy(() -> hope.compareFaces(
                        call -> call.sourceImage(image(Photos.nobody())).targetImage(image(Photos.ONE))))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void attributesThatNobodyPermitsAreRefused() {
        assertThatThrownBy(() ->
                        hope.detectFaces(call -> call.image(image(Photos.ONE)).attributes(Attribute.EMOTIONS)))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("eu-ai-act-art5/f-emotions-at-work-and-school");
    }

    @Test
    void attributesThatTheEngineCannotTellAreAnInvalidParameter() {
        assertThatThrownBy(() ->
                        hope.detectFaces(call -> call.image(image(Photos.ONE)).attributes(Attribute.AGE_RANGE)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void anAttributeThatAmazonDoesNotKnowIsAnInvalidParameterAndOnRecordAsRefused() {
        assertThatThrownBy(() -> hope.detectFaces(
                        call -> call.image(image(Photos.ONE)).attributesWithStrings("DEFAULT", "BOGUS")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Attributes[1] is 'BOGUS'")
                .hasMessageContaining("EMOTIONS")
                .hasMessageNotContaining("operator");
        assertThat(gateway.records().stream()
                        .filter(record -> record.get("id").asText().equals(sdk.lastDecision())))
                .first()
                .satisfies(record -> {
                    assertThat(record.get("verdict").asText()).isEqualTo("refuse");
                    assertThat(record.get("code").asText()).isEqualTo("unknown_value");
                });
    }

    @Test
    void whomACorrectionWouldNotHelpIsToldTheBan() {
        try (var police = sdk.client(cast.pd())) {
            assertThatThrownBy(() -> police.detectFaces(
                            call -> call.image(image(Photos.ONE)).attributesWithStrings("BOGUS")))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("amazon-rekognition-2020/police")
                    .hasMessageNotContaining("BOGUS");
        }
    }

    @Test
    void whatIsNoPictureIsAnInvalidImage() {
        var text = "GIF89a, or so it says".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(text))))
                .isInstanceOf(InvalidImageFormatException.class);
    }

    @Test
    void aPictureThatEndsTooSoonIsAnInvalidImage() {
        var half = java.util.Arrays.copyOf(Photos.bytes(Photos.ONE), 3000);

        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(half))))
                .isInstanceOf(InvalidImageFormatException.class);
    }

    @Test
    void takesFiveMebibytesAndNotOneByteMore() {
        assertThat(hope.detectFaces(call -> call.image(image(Photos.ofSize(MOST))))
                        .faceDetails())
                .hasSize(1);
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(Photos.ofSize(MOST + 1)))))
                .isInstanceOf(ImageTooLargeException.class)
                .hasMessageContaining("5,242,880");
    }

    @Test
    void measuresPixelsByTheHeader() {
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(Photos.claiming(10_000, 5_001)))))
                .isInstanceOf(ImageTooLargeException.class)
                .hasMessageContaining("50 million");
        assertThatThrownBy(() -> hope.detectFaces(call -> call.image(image(Photos.claiming(10_000, 5_000)))))
                .isInstanceOf(InvalidImageFormatException.class);
    }

    @Test
    void aBodyOverFifteenMebibytesIsTooLargeWhicheverHttpClientSendsIt() {
        var large = image(Photos.ofSize(6 << 20));
        try (var plain = sdk.plainClient(cast.hope())) {
            for (var client : new RekognitionClient[] {hope, plain}) {
                assertThatThrownBy(() -> client.compareFaces(
                                call -> call.sourceImage(large).targetImage(large)))
                        .isInstanceOf(ImageTooLargeException.class)
                        .hasMessageContaining("15 MiB");
            }
        }
    }

    @Test
    void aTokenThatNoPageGaveIsInvalid() {
        hope.createCollection(call -> call.collectionId("tokens"));

        assertThatThrownBy(
                        () -> hope.listFaces(call -> call.collectionId("tokens").nextToken("invented")))
                .isInstanceOf(InvalidPaginationTokenException.class);
    }

    @Test
    void theWrongSecretIsAnInvalidSignature() {
        var wrong = new Gateway.Key(cast.hope().id(), cast.pd().secret(), "");
        try (var client = sdk.client(wrong)) {
            assertCode("InvalidSignatureException", () -> client.listCollections(call -> {}));
        }
    }

    @Test
    void anUnknownKeyIsAnUnrecognizedClient() {
        var unknown = new Gateway.Key("FGAKAAAAAAAAAAAAAAAA", cast.hope().secret(), "");
        try (var client = sdk.client(unknown)) {
            assertCode("UnrecognizedClientException", () -> client.listCollections(call -> {}));
        }
    }

    @Test
    void aSessionThatNobodyHereOpenedIsAnUnrecognizedClient() {
        var session = AwsSessionCredentials.create(cast.hope().id(), cast.hope().secret(), "c2Vzc2lvbg==");
        try (var client = sdk.client(
                cast.hope(), builder -> builder.credentialsProvider(StaticCredentialsProvider.create(session)))) {
            assertCode("UnrecognizedClientException", () -> client.listCollections(call -> {}));
        }
    }

    @Test
    void anUnsignedCallLacksAToken() {
        try (var client = sdk.client(
                cast.hope(), builder -> builder.credentialsProvider(AnonymousCredentialsProvider.create()))) {
            assertCode("MissingAuthenticationTokenException", () -> client.listCollections(call -> {}));
        }
    }

    @Test
    void anOperationThatTheEngineDoesNotAnswerIsRefusedInTheVendorsShape() {
        assertThatThrownBy(() -> hope.detectText(call -> call.image(image(Photos.ONE))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("DetectText");
    }

    private static void assertCode(String code, ThrowingCallable call) {
        var refused = catchThrowableOfType(RekognitionException.class, call);

        assertThat(refused).isNotNull();
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(sdk.lastDecision()).isEmpty();
    }
}
