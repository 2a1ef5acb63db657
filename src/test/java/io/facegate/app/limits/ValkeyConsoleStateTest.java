package io.facegate.app.limits;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.console.SharedConsoleState;
import io.facegate.gateway.limits.PatientValkey;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the console keeps in Valkey is asked only where waiting holds nobody else. */
class ValkeyConsoleStateTest {
    @Test
    void anEventLoopNeverWaitsForTheServer() throws Exception {
        var vertx = Vertx.vertx();
        try (var state = new ValkeyConsoleState(PatientValkey.entries("redis://127.0.0.1:1"), () -> new byte[32])) {
            for (var question : List.<Runnable>of(
                    () -> state.get("a"),
                    () -> state.take("a"),
                    () -> state.remove("a"),
                    () -> state.replace("a", new byte[1], Duration.ofMinutes(1)),
                    () -> state.put("a", new byte[1], Duration.ofMinutes(1), null),
                    () -> state.count("a", Duration.ofMinutes(1)),
                    () -> state.release("a"),
                    state::requireReachable)) {
                var asked = new CompletableFuture<Void>();
                vertx.runOnContext(_ -> run(question, asked));
                assertThatThrownBy(asked::join)
                        .hasCauseInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("never on an event loop");
            }
            // The control: elsewhere the server is asked, and nothing listens there.
            assertThatThrownBy(state::requireReachable).isInstanceOf(SharedConsoleState.Unreachable.class);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void run(Runnable question, CompletableFuture<Void> asked) {
        try {
            question.run();
            asked.complete(null);
        } catch (RuntimeException refused) {
            asked.completeExceptionally(refused);
        }
    }
}
