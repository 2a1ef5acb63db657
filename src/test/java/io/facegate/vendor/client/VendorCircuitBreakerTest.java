package io.facegate.vendor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.facegate.call.Reply.Envelope;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VendorCircuitBreakerTest {
    private static final int CALLS = 10_000;
    private static final int ROUNDS = 50;
    private static final long MOST_BYTES = 4096;

    private final VendorCircuitBreaker breaker = breaker(4);

    static Stream<SendAttempt> against() {
        return Stream.of(
                new SendAttempt.NotConnected(),
                new SendAttempt.CertificateRejected(),
                new SendAttempt.ConnectionLost(true, false),
                new SendAttempt.ConnectionLost(false, true),
                new SendAttempt.TimedOut(),
                answered(500),
                answered(503));
    }

    static Stream<SendAttempt> neither() {
        return Stream.of(new SendAttempt.ReplyTooLarge(), answered(200), answered(400), answered(404), answered(429));
    }

    @ParameterizedTest
    @MethodSource("against")
    void opensWhenHalfOfTheLastTwentyFailed(SendAttempt failed) {
        for (int call = 0; call < VendorCircuitBreaker.WINDOW / 2; call++) {
            assertThat(pass(failed)).isSameAs(failed);
            assertThat(pass(answered(200))).isInstanceOf(SendAttempt.Answered.class);
        }
        assertThat(breaker.state()).isEqualTo(VendorCircuitBreaker.State.OPEN);
        assertThat(pass(answered(200))).isEqualTo(new SendAttempt.Open(5));
    }

    @ParameterizedTest
    @MethodSource("neither")
    void staysClosedWhateverElseComesBack(SendAttempt attempt) {
        for (int call = 0; call < 100; call++) {
            assertThat(pass(attempt)).isSameAs(attempt);
        }
        assertThat(breaker.state()).isEqualTo(VendorCircuitBreaker.State.CLOSED);
    }

    @Test
    void whoFindsNoRoomDoesNotHideThoseThatHang() throws Exception {
        var full = new CountDownLatch(4);
        var over = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int call = 0; call < VendorCircuitBreaker.WINDOW - 4; call++) {
                pass(new SendAttempt.TimedOut());
            }
            for (int call = 0; call < 4; call++) {
                threads.execute(() -> breaker.pass(
                        () -> {
                            full.countDown();
                            await(over);
                            return new SendAttempt.TimedOut();
                        },
                        answer -> false));
            }
            full.await();
            for (int call = 0; call < 100; call++) {
                assertThat(pass(answered(200))).isEqualTo(new SendAttempt.QueueFull());
            }
            over.countDown();
        }
        assertThat(breaker.state()).isEqualTo(VendorCircuitBreaker.State.OPEN);
    }

    /** The control: so it would be if one guard were both. */
    @Test
    void withinOneGuardTheyWouldBeHidden() {
        var one = TypedGuard.create(SendAttempt.class)
                .withBulkhead()
                .limit(1)
                .done()
                .withCircuitBreaker()
                .requestVolumeThreshold(VendorCircuitBreaker.WINDOW)
                .when(Hung.class::isInstance)
                .done()
                .build();
        for (int call = 0; call < 5 * VendorCircuitBreaker.WINDOW; call++) {
            assertThatThrownBy(() -> one.get(() -> {
                        for (int other = 0; other < 2; other++) {
                            assertThatThrownBy(() -> one.get(() -> answered(200)))
                                    .isInstanceOf(BulkheadException.class);
                        }
                        throw new Hung();
                    }))
                    .isInstanceOf(Hung.class);
        }
    }

    private static final class Hung extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The control: a class that waits while it is made ready keeps its carrier. */
    @Test
    void keptCarriersAreSeen(@TempDir Path folder) throws Exception {
        Runnable pinning = () -> {
            try {
                Thread.ofVirtual().start(Slow::touch).join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
        assertThat(Pins.during(folder, pinning)).hasSize(1);
    }

    private static final class Slow {
        static {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }

        static void touch() {}
    }

    @Test
    void costsLittleMemoryOnTheWay() {
        var answer = answered(200);
        Supplier<SendAttempt> trying = () -> answer;
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // Compiled code allocates half as much where it is inlined, which depends on what ran before in this process.
        for (int round = 0; round < ROUNDS && least >= MOST_BYTES; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                breaker.pass(trying, answered -> false);
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
        }
        assertThat(least).isLessThan(MOST_BYTES);
    }

    private SendAttempt pass(SendAttempt attempt) {
        return breaker.pass(() -> attempt, answer -> answer.status() == 429);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static VendorCircuitBreaker breaker(int room) {
        return new VendorCircuitBreaker(
                "faces.example",
                new VendorLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), room, 0, 1, Duration.ofSeconds(5)));
    }

    private static SendAttempt answered(int status) {
        return new SendAttempt.Answered(status, new byte[0], Envelope.NONE);
    }
}
