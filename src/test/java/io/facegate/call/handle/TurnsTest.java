package io.facegate.call.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Set<Handle> GALLERY = Set.of(new Handle("azure_face", Kind.COLLECTION, "children"));

    private final Turns turns = new Turns();

    /** Who is sent with no time left fails for the vendor's breaker, and is still at work there when the next one goes. */
    @Test
    void whoWaitsLeavesHalfOfItsTimeForTheWork() throws Exception {
        var begun = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var before = Thread.ofVirtual()
                .start(() -> turns.take(GALLERY, true, in(Duration.ofMinutes(1)), () -> {
                    begun.countDown();
                    return finished(over);
                }));
        begun.await();
        long deadline = in(Duration.ofSeconds(4));
        assertThatThrownBy(() -> turns.take(GALLERY, false, deadline, () -> true))
                .isInstanceOf(Fault.Overloaded.class);
        assertThat(deadline - System.nanoTime()).isPositive();
        over.countDown();
        before.join();
        assertThat(turns.take(GALLERY, false, in(Duration.ofMinutes(1)), () -> true))
                .isTrue();
    }

    private static boolean finished(CountDownLatch over) {
        try {
            over.await();
            return true;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
