package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.cloud.vision.v1.ImageAnnotatorClient;
import com.google.cloud.vision.v1.ImageAnnotatorSettings;
import com.google.cloud.vision.v1.Likelihood;
import com.google.protobuf.ByteString;
import io.facegate.FakeGoogleVision;
import io.facegate.FakeVendor;
import io.facegate.GoogleAccount;
import io.facegate.SelfSigned;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google Vision's wire by Google's own clients, unmodified, as they speak unless told otherwise: gRPC over TLS. */
class GoogleGrpcIT {
    @TempDir
    private Path folder;

    private Cast cast;
    private Path certificate;
    private URI calls;

    @BeforeEach
    void register() throws Exception {
        cast = Cast.register(folder.resolve("data"));
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
    }

    private Gateway gateway(String... more) {
        var gateway = Gateway.encrypting(certificate, folder.resolve("data"), more);
        calls = gateway.encrypted();
        return gateway;
    }

    private JsonNode tell(String script) throws Exception {
        var roots = Map.of("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", certificate.toString());
        return GoogleStory.GRPC.tell(script, calls, cast, roots);
    }

    @Test
    void theClientForJavaScriptTellsTheStory() throws Exception {
        try (var gateway = gateway()) {
            var story = tell("google.mjs");

            GoogleStory.GRPC.assertEngines(story);
            var refused = story.at("/refused/decision").asText();
            assertThat(gateway.settledRecords())
                    .anySatisfy(record -> assertThat(record.path("id").asText()
                                    + record.path("verdict").asText())
                            .isEqualTo(refused + "refuse"));
        }
    }

    /** Two organisations share one project; what one starts, the other cannot fetch. */
    @Test
    void theClientForJavaScriptTellsTheStoryOfAGatewayThatForwards() throws Exception {
        try (var tokens = FakeVendor.start().answers(GoogleAccount.token("the-gateways-own-token", 3600));
                var google = FakeGoogleVision.start("the-gateways-own-token");
                var gateway = gateway(GoogleStory.forwarding(folder.resolve("data"), google, folder, tokens.url()))) {
            var story = tell("google-forwarded.mjs");

            GoogleStory.GRPC.assertForwarded(story, google, gateway);
            assertThat(story.at("/unregistered/reason").asText()).isEqualTo("REFERENCE_NOT_OWNED");
        }
    }

    @Test
    void theClientForJavaTellsTheStory() throws Exception {
        try (var gateway = gateway();
                var hope = client(Map.of("x-goog-api-key", cast.hope().apiKey()));
                var shop = client(Map.of("x-goog-api-key", cast.shop().apiKey()));
                var bearer = client(Map.of("authorization", "Bearer not-a-token"));
                var police = client(Map.of(
                        "x-goog-api-key", cast.hope().apiKey(), "facegate-purpose", "criminal_identification"))) {
            var whole = Photos.bytes(Photos.ONE);
            var replies = hope.batchAnnotateImages(List.of(
                            ask(whole, Feature.Type.FACE_DETECTION),
                            ask(Arrays.copyOf(whole, 2000), Feature.Type.FACE_DETECTION)))
                    .getResponsesList();

            assertThat(replies.getFirst().getFaceAnnotationsList())
                    .singleElement()
                    .satisfies(face -> {
                        assertThat(face.getDetectionConfidence()).isBetween(0.5f, 1f);
                        assertThat(face.getJoyLikelihood()).isEqualTo(Likelihood.UNKNOWN);
                    });
            assertThat(replies.getLast().getError().getCode()).isEqualTo(3);

            var refused = catchThrowableOfType(
                    PermissionDeniedException.class,
                    () -> shop.batchAnnotateImages(List.of(ask(whole, Feature.Type.WEB_DETECTION))));
            assertThat(refused).hasMessageContaining("us-or-portland").hasMessageContaining("Appeal: ");
            assertThat(refused.getErrorDetails().getErrorInfo().getDomain()).isEqualTo("facegate");
            var mistaken = catchThrowableOfType(
                    InvalidArgumentException.class,
                    () -> hope.batchAnnotateImages(List.of(AnnotateImageRequest.newBuilder()
                            .setImage(Image.newBuilder().setContent(ByteString.copyFrom(whole)))
                            .addFeatures(Feature.newBuilder().setTypeValue(99))
                            .build())));
            assertThat(mistaken)
                    .hasMessageContaining("requests[0].features[0].type is 99")
                    .hasMessageContaining("FACE_DETECTION");
            var undeclared = catchThrowableOfType(
                    PermissionDeniedException.class,
                    () -> police.batchAnnotateImages(List.of(ask(whole, Feature.Type.FACE_DETECTION))));
            assertThat(undeclared.getReason()).startsWith("PURPOSE_");
            assertThat(catchThrowableOfType(
                            UnauthenticatedException.class,
                            () -> bearer.batchAnnotateImages(List.of(ask(whole, Feature.Type.FACE_DETECTION)))))
                    .isNotNull();
            var unknown = catchThrowableOfType(
                    ApiException.class, () -> hope.getOperationsClient().waitOperation(waiting()));
            assertThat(unknown.getStatusCode().getCode()).isEqualTo(StatusCode.Code.UNIMPLEMENTED);
            assertThat(gateway.settledRecords())
                    .anySatisfy(record ->
                            assertThat(record.path("operation").asText()).isEqualTo("unknown"));
        }
    }

    /** Each is answered as gRPC has it, on one connection that goes on. */
    @Test
    void whatIsNoCallIsRefusedAndTheNextIsAnswered() throws Exception {
        var good = com.google.cloud.vision.v1.BatchAnnotateImagesRequest.newBuilder()
                .addRequests(ask(Photos.bytes(Photos.ONE), Feature.Type.FACE_DETECTION))
                .build()
                .toByteArray();
        var unknown = Arrays.copyOf(good, good.length + 3);
        unknown[good.length] = (byte) 0xC0;
        unknown[good.length + 1] = 0x3E;
        try (var gateway = gateway();
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(SelfSigned.trusting(certificate))
                        .build()) {
            assertThat(status(client, gateway, framed(0, good.length, good))).isEqualTo("-");
            assertThat(status(client, gateway, framed(1, good.length, good))).isEqualTo("3");
            assertThat(status(client, gateway, framed(0, good.length + 1, good)))
                    .isEqualTo("3");
            assertThat(status(client, gateway, framed(0, -1, good))).isEqualTo("3");
            assertThat(status(client, gateway, framed(0, unknown.length, unknown)))
                    .isEqualTo("3");
            assertThat(status(client, gateway, new byte[0])).isEqualTo("3");
            assertThat(status(client, gateway, new byte[16 * 1024 * 1024])).isEqualTo("3");
            assertThat(status(client, gateway, framed(0, good.length, good), "grpc-timeout", "0n"))
                    .isEqualTo("4");
            assertThat(status(client, gateway, framed(0, good.length, good), "grpc-timeout", "1 h"))
                    .isEqualTo("3");
            assertThat(status(client, gateway, framed(0, good.length, good), "grpc-timeout", "30S"))
                    .isEqualTo("-");
            assertThat(gateway.settledRecords().stream()
                            .filter(record -> record.path("kind").asText().equals("DECISION"))
                            .map(record -> record.path("verdict").asText()
                                    + record.at("/refusal/code").asText()))
                    .hasSize(7)
                    .filteredOn(verdict -> verdict.startsWith("permit"))
                    .hasSize(2);
        }
    }

    private static byte[] framed(int compressed, int length, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) compressed)
                .putInt(length)
                .put(message)
                .array();
    }

    /** The status where there is nothing but one, and a dash where a message comes first. */
    private String status(HttpClient client, Gateway gateway, byte[] body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        gateway.encrypted().resolve("/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages"))
                .header("content-type", "application/grpc")
                .header("te", "trailers")
                .header("x-goog-api-key", cast.hope().apiKey())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        var status = answer.headers().firstValue("grpc-status").orElse("-");
        assertThat(answer.body().length > 5).isEqualTo(status.equals("-"));
        return status;
    }

    private static com.google.longrunning.WaitOperationRequest waiting() {
        return com.google.longrunning.WaitOperationRequest.newBuilder()
                .setName("operations/a")
                .build();
    }

    private static AnnotateImageRequest ask(byte[] image, Feature.Type what) {
        return AnnotateImageRequest.newBuilder()
                .setImage(Image.newBuilder().setContent(ByteString.copyFrom(image)))
                .addFeatures(Feature.newBuilder().setType(what))
                .build();
    }

    private ImageAnnotatorClient client(Map<String, String> headers) throws IOException {
        var transport = ImageAnnotatorSettings.defaultGrpcTransportProviderBuilder()
                .setChannelConfigurator(channel -> {
                    try {
                        return ((NettyChannelBuilder) channel)
                                .sslContext(GrpcSslContexts.forClient()
                                        .trustManager(certificate.toFile())
                                        .build());
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                })
                .build();
        return ImageAnnotatorClient.create(ImageAnnotatorSettings.newBuilder()
                .setEndpoint(calls.getAuthority())
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(com.google.api.gax.core.NoCredentialsProvider.create())
                .setHeaderProvider(FixedHeaderProvider.create(headers))
                .build());
    }
}
