package io.facegate.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.Feature;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The benchmark's calls over gRPC, and how their answers are counted. */
class GrpcLoadTest {
    private static final byte[] IMAGE = {1, 2, 3};
    private static final String KEY = "fgk_FGAAAAAAAAAAAAAAAAAA_secret";

    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theCallIsOneOfGooglesOwn() throws Exception {
        var call = call(URI.create("http://127.0.0.1:1"));

        var frame = ByteBuffer.wrap(call.body());
        assertThat(frame.get()).isZero();
        assertThat(frame.getInt()).isEqualTo(call.body().length - 5);
        var asked = BatchAnnotateImagesRequest.parseFrom(frame).getRequests(0);
        assertThat(asked.getImage().getContent().toByteArray()).isEqualTo(IMAGE);
        assertThat(asked.getFeaturesList()).extracting(Feature::getType).containsExactly(Feature.Type.FACE_DETECTION);
        assertThat(call.isGrpc()).isTrue();
    }

    @Test
    void everyConnectionCallsAndGoodAnswersAreGood() throws Exception {
        var calls = new AtomicInteger();
        var server = serve(request -> {
            calls.incrementAndGet();
            request.response().putTrailer("grpc-status", "0").end(Buffer.buffer(new byte[] {0, 0, 0, 0, 0}));
        });

        var round = GrpcLoad.run(call(server), Duration.ofMillis(300));

        assertThat(round.failed()).isZero();
        assertThat(round.calls()).isEqualTo(calls.get()).isPositive();
        assertThat(connections).hasSizeLessThanOrEqualTo(32);
    }

    @Test
    void whatIsRefusedFailedThoughItsStatusInHttpIsGood() throws Exception {
        var server = serve(
                request -> request.response().putHeader("grpc-status", "7").end());

        var round = GrpcLoad.run(call(server), Duration.ofMillis(300));

        assertThat(round.failed()).isEqualTo(round.calls()).isPositive();
    }

    private static BenchCall call(URI to) {
        return BenchVendors.calls(to, KEY, IMAGE).get("Google Vision's wire over gRPC");
    }

    private URI serve(java.util.function.Consumer<HttpServerRequest> answer) throws Exception {
        var server = vertx.createHttpServer()
                .requestHandler(request -> {
                    assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
                    assertThat(request.getHeader("x-goog-api-key")).isEqualTo(KEY);
                    connections.add(request.connection());
                    request.body().onSuccess(body -> answer.accept(request));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }
}
