package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One analysis at a time, and who asks for more of them is told so. */
class AnalysisQueueTest {
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private boolean compute() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            end.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
        running.decrementAndGet();
        return Thread.currentThread().isVirtual();
    }

    @Test
    void oneIsMadeAtATimeAndNoneOnAVirtualThread() throws Exception {
        var first = new FutureTask<>(() -> AnalysisQueue.compute(this::compute));
        Thread.ofPlatform().daemon().start(first);
        Await.until(() -> running.get() == 1);
        var asked = new ArrayList<FutureTask<Boolean>>();
        for (int number = 0; number < 3; number++) {
            var next = new FutureTask<>(() -> AnalysisQueue.computeApart(this::compute));
            asked.add(next);
            var thread = Thread.ofVirtual().start(next);
            Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }
        assertThatThrownBy(() -> AnalysisQueue.computeApart(this::compute))
                .isInstanceOf(Fault.Overloaded.class)
                .hasMessageContaining("Try again");
        end.countDown();
        assertThat(first.get()).isFalse();
        for (var next : asked) {
            assertThat(next.get()).isFalse();
        }
        assertThat(most).hasValue(1);
    }

    /** As the system refuses a thread to a process that has too many. */
    @Test
    void aThreadThatCannotStartGivesItsPlaceBack() {
        var threads = new AtomicInteger();
        for (int number = 0; number < 5; number++) {
            assertThatThrownBy(() -> AnalysisQueue.computeApart(this::compute, task -> new Thread(task) {
                        @Override
                        public void start() {
                            threads.incrementAndGet();
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(threads).hasValue(5);
        assertThat(AnalysisQueue.<String>computeApart(() -> "next")).isEqualTo("next");
    }

    @Test
    void aFailureIsToldAndTheNextHasItsTurn() {
        assertThatThrownBy(() -> AnalysisQueue.computeApart(() -> {
                    throw new IllegalArgumentException("broken");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");
        assertThat(AnalysisQueue.<String>computeApart(() -> "next")).isEqualTo("next");
    }
}
