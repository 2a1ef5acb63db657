package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.cloud.vision.v1.ImageAnnotatorClient;
import com.google.cloud.vision.v1.ImageAnnotatorSettings;
import com.google.protobuf.ByteString;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.GoogleAccount;
import io.facegate.SelfSigned;
import io.facegate.e2e.Gateway.Key;
import io.facegate.testkit.LongRun;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One call of Google's unmodified clients, over gRPC and REST, whose vendor answers each with an error, directly and
 * through a gateway: how many calls the vendor sees. The clients go on for ten minutes; here they stop after three.
 */
class GoogleRetriesIT {
    private static final int TRIES = 3;

    /** What the vendor answers, over REST and over gRPC. */
    private enum Failure {
        THROTTLED(429, Status.RESOURCE_EXHAUSTED),
        UNAVAILABLE(503, Status.UNAVAILABLE),
        BROKEN(500, Status.INTERNAL),
        REJECTED(401, Status.UNAUTHENTICATED);

        private final int http;
        private final Status grpc;

        Failure(int http, Status grpc) {
            this.http = http;
            this.grpc = grpc;
        }

        Answer answer() {
            var error = "{\"error\":{\"code\":%d,\"message\":\"So the fake vendor was told.\",\"status\":\"%s\"}}";
            return Answer.of(http, error.formatted(http, grpc.getCode()))
                    .with("Content-Type", "application/json; charset=UTF-8");
        }
    }

    /** A client at work: it calls once at an address, with a key. */
    private interface Client {
        void call(URI address, Key key) throws Exception;
    }

    /** How many calls a vendor sees, directly and through a gateway. */
    private record Calls(int direct, int through) {}

    @TempDir
    private Path folder;

    private Path certificate;

    @BeforeEach
    void prepare() throws Exception {
        Node.install("retries.mjs");
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
    }

    /** What the clients repeat, the gateway does not. The one for JavaScript repeats nothing over REST. */
    @Test
    @LongRun
    void anUnavailableGoogleSeesAsManyCallsAsWithoutTheGateway() throws Exception {
        var repeated = new Calls(TRIES, TRIES);
        assertThat(measure(Failure.UNAVAILABLE))
                .isEqualTo(Map.of(
                        "Java, gRPC",
                        repeated,
                        "Java, REST",
                        repeated,
                        "JavaScript, gRPC",
                        repeated,
                        "JavaScript, REST",
                        new Calls(1, 1)));
    }

    /** The clients do not repeat these, so the gateway does: at most two times for a call, and never more. */
    @Test
    @LongRun
    void aGoogleThatThrottlesOrFailsSeesTwoCallsMore() throws Exception {
        assertAll(Failure.THROTTLED, new Calls(1, 3));
        assertAll(Failure.BROKEN, new Calls(1, 3));
    }

    @Test
    void rejectedCredentialsOfTheGatewayAreTriedOnce() throws Exception {
        assertAll(Failure.REJECTED, new Calls(1, 1));
    }

    private void assertAll(Failure failure, Calls expected) throws Exception {
        measure(failure)
                .forEach((client, calls) ->
                        assertThat(calls).as(client + ", " + failure).isEqualTo(expected));
    }

    private Map<String, Calls> measure(Failure failure) throws Exception {
        var data = Files.createTempDirectory(folder, "data");
        var key = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var found = new TreeMap<String, Calls>();
        try (var rest = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1,dns:localhost"))
                        .answers(failure.answer());
                var grpc = new FakeGoogleGrpc(failure.grpc, certificate);
                var behind = FakeVendor.start().answers(failure.answer());
                var tokens = FakeVendor.start().answers(GoogleAccount.token("the-gateways-own-token", 3600));
                var gateway = inFrontOf(behind.url(), tokens.url(), data)) {
            for (var client : clients().entrySet()) {
                boolean isGrpc = client.getKey().endsWith("gRPC");
                var alone = isGrpc ? grpc.url() : rest.url();
                IntSupplier asked = isGrpc ? grpc::calls : () -> rest.seen().size();
                int direct = count(client.getValue(), alone, key, asked);
                int through = count(
                        client.getValue(),
                        gateway.encrypted(),
                        key,
                        () -> behind.seen().size());
                found.put(client.getKey(), new Calls(direct, through));
            }
        }
        assertThat(found).hasSize(4);
        return found;
    }

    private Map<String, Client> clients() {
        return Map.of(
                "Java, gRPC",
                this::javaOverGrpc,
                "Java, REST",
                this::javaOverRest,
                "JavaScript, gRPC",
                (address, key) -> javaScript("google-grpc", address, key),
                "JavaScript, REST",
                (address, key) -> javaScript("google-rest", address, key));
    }

    private static int count(Client client, URI address, Key key, IntSupplier calls) throws Exception {
        int before = calls.getAsInt();
        client.call(address, key);
        return calls.getAsInt() - before;
    }

    private Gateway inFrontOf(URI vendor, URI tokens, Path data) throws Exception {
        var policies = Files.createTempDirectory(folder, "policies");
        Files.writeString(policies.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: faces, effect: permit, match: {capability: [detect, not_face]}}
            """);
        var options = new ArrayList<>(List.of("--provider", "google", "--google-endpoint", vendor.toString()));
        options.addAll(List.of(
                "--google-credentials", GoogleAccount.write(folder, tokens).toString()));
        options.addAll(List.of("--policies", policies.toString()));
        return Gateway.encrypting(certificate, data, options.toArray(String[]::new));
    }

    private void javaScript(String client, URI address, Key key) {
        var builder = new ProcessBuilder(Node.demand("/usr/bin/node", "nodejs"), "target/js/retries.mjs");
        var trusted = certificate.toString();
        builder.environment().putAll(Map.of("CLIENT", client, "ENDPOINT", address.toString()));
        builder.environment().putAll(Map.of("API_KEY", key.apiKey(), "PHOTO", Photos.ONE.toString()));
        builder.environment().putAll(Map.of("TRIES", String.valueOf(TRIES), "NODE_EXTRA_CA_CERTS", trusted));
        builder.environment().put("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", trusted);
        assertThat(Gateway.Result.of(builder).expect(0).json().path("code").isNumber())
                .isTrue();
    }

    private void javaOverGrpc(URI address, Key key) throws Exception {
        var channel = ImageAnnotatorSettings.defaultGrpcTransportProviderBuilder()
                .setChannelConfigurator(one -> {
                    try {
                        return ((NettyChannelBuilder) one)
                                .sslContext(GrpcSslContexts.forClient()
                                        .trustManager(certificate.toFile())
                                        .build());
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                })
                .build();
        ask(ImageAnnotatorSettings.newBuilder(), address.getAuthority(), channel, key);
    }

    private void javaOverRest(URI address, Key key) throws Exception {
        var trusting = new NetHttpTransport.Builder()
                .setSslSocketFactory(SelfSigned.trusting(certificate).getSocketFactory())
                .build();
        var channel = ImageAnnotatorSettings.defaultHttpJsonTransportProviderBuilder()
                .setHttpTransport(trusting)
                .build();
        ask(ImageAnnotatorSettings.newHttpJsonBuilder(), address.toString(), channel, key);
    }

    private static void ask(
            ImageAnnotatorSettings.Builder settings, String endpoint, TransportChannelProvider channel, Key key)
            throws Exception {
        var retries = settings.batchAnnotateImagesSettings();
        retries.setRetrySettings(
                retries.getRetrySettings().toBuilder().setMaxAttempts(TRIES).build());
        settings.setEndpoint(endpoint)
                .setTransportChannelProvider(channel)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setHeaderProvider(FixedHeaderProvider.create(Map.of("x-goog-api-key", key.apiKey())));
        var request = AnnotateImageRequest.newBuilder()
                .setImage(Image.newBuilder().setContent(ByteString.copyFrom(Photos.bytes(Photos.ONE))))
                .addFeatures(Feature.newBuilder().setType(Feature.Type.FACE_DETECTION))
                .build();
        try (var client = ImageAnnotatorClient.create(settings.build())) {
            client.batchAnnotateImages(List.of(request));
            throw new AssertionError("answered");
        } catch (ApiException expected) {
            assertThat(expected.getStatusCode()).isNotNull();
        }
    }
}
