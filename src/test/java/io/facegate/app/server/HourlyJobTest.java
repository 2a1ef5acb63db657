package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done each hour, without waiting for one. */
class HourlyJobTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void aFailedStepKeepsNoOtherFromBeingDone() {
        try (var job = HourlyJob.start(() -> done.add("first"))) {
            job.add(() -> {
                throw new IllegalStateException("the disk is full");
            });
            job.add(() -> done.add("last"));
            assertThat(done).containsExactly("first");
            job.runSteps();
            assertThat(done).containsExactly("first", "first", "last");
        }
    }

    @Test
    void aStepThatFailsAtTheStartIsToldToTheCaller() {
        assertThatThrownBy(() -> HourlyJob.start(() -> {
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");
    }

    /** The steps write to the ledger, which may be closed then. */
    @Test
    void nothingIsDoneOnceItIsClosed() {
        var job = HourlyJob.start(() -> done.add("step"));
        job.close();
        job.runSteps();
        assertThat(done).containsExactly("step");
    }

    @Test
    void closingWaitsForTheStepThatIsBeingDone() throws InterruptedException {
        var job = HourlyJob.start();
        var began = new java.util.concurrent.CountDownLatch(1);
        job.add(() -> {
            began.countDown();
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            done.add("step");
        });
        var working = Thread.ofPlatform().start(job::runSteps);
        began.await();
        job.close();
        assertThat(done).containsExactly("step");
        working.join();
    }
}
