package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    /** A call that names a thousand faces, whose ids are never used twice, takes one lease: its gallery's. */
    @Test
    void leasesAreTakenForNamesThatCanBeUsedAgainAndGivenBack() {
        var held = new ArrayList<ResourceId>();
        var all = new ArrayList<ResourceId>();
        var locks = new ResourceLocks((thing, alone, patience) -> {
            held.add(thing);
            all.add(thing);
            return new ResourceLeases.Lease() {
                @Override
                public void requireHeld() {}

                @Override
                public void requireInTime() {}

                @Override
                public void close() {
                    held.remove(thing);
                }
            };
        });
        var things = new HashSet<>(GALLERY);
        for (int i = 0; i < 1000; i++) {
            things.add(new ResourceId("azure_face", ResourceKind.FACE, "f-" + i));
        }
        assertThat(locks.runLocked(things, false, in(Duration.ofMinutes(1)), () -> List.copyOf(held)))
                .containsExactlyElementsOf(GALLERY);
        assertThatThrownBy(() -> locks.runLocked(things, true, in(Duration.ofMinutes(1)), () -> {
                    throw new Fault.Overloaded("so the test says");
                }))
                .isInstanceOf(Fault.Overloaded.class);
        assertThat(all).hasSize(2);
        assertThat(held).isEmpty();
        assertThat(ResourceLeases.Held.all()).isEmpty();
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
