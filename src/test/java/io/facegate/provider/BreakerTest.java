package io.facegate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.facegate.call.Reply.Envelope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BreakerTest {
    private static final int CALLS = 10_000;

    private final Breaker breaker = breaker(4);

    static Stream<Attempt> against() {
        return Stream.of(
                new Attempt.Unsent(),
                new Attempt.Distrusted(),
                new Attempt.Lost(true),
                new Attempt.Lost(false),
                new Attempt.Late(),
                answered(500),
                answered(503));
    }

    static Stream<Attempt> neither() {
        return Stream.of(new Attempt.TooLong(), answered(200), answered(400), answered(404), answered(429));
    }

    @ParameterizedTest
    @MethodSource("against")
    void opensWhenHalfOfTheLastTwentyFailed(Attempt failed) {
        for (int call = 0; call < Breaker.WINDOW / 2; call++) {
            assertThat(pass(failed)).isSameAs(failed);
            assertThat(pass(answered(200))).isInstanceOf(Attempt.Answered.class);
        }
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(pass(answered(200))).isEqualTo(new Attempt.Open(5));
    }

    @ParameterizedTest
    @MethodSource("neither")
    void staysClosedWhateverElseComesBack(Attempt attempt) {
        for (int call = 0; call < 100; call++) {
            assertThat(pass(attempt)).isSameAs(attempt);
        }
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void whoFindsNoRoomDoesNotHideThoseThatHang() throws Exception {
        var full = new CountDownLatch(4);
        var over = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int call = 0; call < Breaker.WINDOW - 4; call++) {
                pass(new Attempt.Late());
            }
            for (int call = 0; call < 4; call++) {
                threads.execute(() -> breaker.pass(
                        () -> {
                            full.countDown();
                            await(over);
                            return new Attempt.Late();
                        },
                        answer -> false));
            }
            full.await();
            for (int call = 0; call < 100; call++) {
                assertThat(pass(answered(200))).isEqualTo(new Attempt.Crowded());
            }
            over.countDown();
        }
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    }

    @Test
    void costsLittleMemoryOnTheWay() {
        var answer = answered(200);
        Supplier<Attempt> trying = () -> answer;
        for (int call = 0; call < CALLS; call++) {
            breaker.pass(trying, answered -> false);
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < CALLS; call++) {
            breaker.pass(trying, answered -> false);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / CALLS).isLessThan(2048);
    }

    private Attempt pass(Attempt attempt) {
        return breaker.pass(() -> attempt, answer -> answer.status() == 429);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Breaker breaker(int room) {
        return new Breaker(
                "faces.example",
                new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), room, 0, 1, Duration.ofSeconds(5)));
    }

    private static Attempt answered(int status) {
        return new Attempt.Answered(status, new byte[0], Envelope.NONE);
    }
}
