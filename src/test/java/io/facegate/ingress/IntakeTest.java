package io.facegate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeTest {
    /** A wire whose memory runs out. */
    private static final Wire EXHAUSTED = new Wire() {
        @Override
        public Answer answer(Arrival arrival) {
            throw new OutOfMemoryError("a test");
        }

        @Override
        public Answer turnedAway(Fault fault) {
            return new Answer(503, List.of(), new byte[0]);
        }
    };

    @Test
    void givesTheRoomBackWhenMemoryRunsOut() throws Exception {
        var inFlight = new InFlight(1 << 20, 4);
        Executor threads = task -> Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, expected) -> {})
                .start(task);
        var vertx = Vertx.vertx();
        try {
            var router = Router.router(vertx);
            router.post("/")
                    .handler(
                            new Intake(EXHAUSTED, inFlight, InstantSource.system(), new Threads(threads, threads))
                                    ::take);
            var server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            try (var socket = new Socket("127.0.0.1", server.actualPort())) {
                socket.setSoTimeout(10_000);
                var request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read())
                        .as("the connection ends")
                        .isEqualTo(-1);
            }
            assertThat(inFlight.held()).isZero();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
