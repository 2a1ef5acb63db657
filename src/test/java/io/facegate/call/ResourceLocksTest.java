package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ResourceLocksTest {
    private static final Set<ResourceId> GALLERY =
            Set.of(new ResourceId("azure_face", ResourceKind.COLLECTION, "children"));

    private final ResourceLocks resourceLocks = new ResourceLocks(ResourceLeases.NONE);

    /** Who is sent with no time left fails for the vendor's breaker, and is still at work there when the next one goes. */
    @Test
    void whoWaitsLeavesHalfOfItsTimeForTheWork() throws Exception {
        var begun = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var before = Thread.ofVirtual()
                .start(() -> resourceLocks.runLocked(GALLERY, true, in(Duration.ofMinutes(1)), () -> {
                    begun.countDown();
                    return finished(over);
                }));
        begun.await();
        long deadline = in(Duration.ofSeconds(4));
        assertThatThrownBy(() -> resourceLocks.runLocked(GALLERY, false, deadline, () -> true))
                .isInstanceOf(Fault.Overloaded.class);
        assertThat(deadline - System.nanoTime()).isPositive();
        over.countDown();
        before.join();
        assertThat(resourceLocks.runLocked(GALLERY, false, in(Duration.ofMinutes(1)), () -> true))
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
