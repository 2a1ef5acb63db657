package io.facegate.engine.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facegate.Await;
import io.facegate.call.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageWorkerPoolTest {
    private final ImageWorkerPool workbench = new ImageWorkerPool();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        workbench.close();
    }

    @Test
    void whoStopsWaitingIsToldOfAFaultAndTheNextIsServed() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CompletableFuture<Throwable>();
        var waiting = Thread.ofVirtual()
                .start(() -> end.complete(catchThrowable(() -> workbench.run("one", 1, () -> {
                    begun.countDown();
                    over.await();
                    return "too late";
                }))));
        begun.await();

        waiting.interrupt();

        assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(Fault.ShuttingDown.class);
        over.countDown();
        assertThat(workbench.<String>run("one", 1, () -> "served")).isEqualTo("served");
    }

    /** Those who gave up would fill the line until somebody got to them, and nobody does while native code hangs. */
    @Test
    void whoStopsWaitingInLineLeavesItsPlaceToOthers() throws Exception {
        var ends = new ConcurrentLinkedQueue<Throwable>();
        var crowd = IntStream.range(0, 300)
                .mapToObj(call -> Thread.ofVirtual()
                        .start(() -> ends.add(catchThrowable(() -> workbench.run("one", 1, this::hang)))))
                .toList();
        Await.until(() -> ends.size() >= 300 - 256 - 8);
        crowd.forEach(Thread::interrupt);
        for (var one : crowd) {
            one.join();
        }
        assertThat(ends).anyMatch(Fault.Overloaded.class::isInstance).anyMatch(Fault.ShuttingDown.class::isInstance);

        var next = new CompletableFuture<Throwable>();
        Thread.ofVirtual().start(() -> next.complete(catchThrowable(() -> workbench.run("one", 1, () -> "served"))));
        over.countDown();
        assertThat(next.get(1, TimeUnit.MINUTES)).isNull();
    }

    private String hang() {
        for (; ; ) {
            try {
                over.await();
                return "too late";
            } catch (InterruptedException unheard) {
                continue;
            }
        }
    }

    @Test
    void whatTakesTooLongIsToldSoAndGivesItsThreadBack() throws Exception {
        try (var hasty = new ImageWorkerPool(Duration.ofMillis(100))) {
            for (int call = 0; call <= 8; call++) {
                assertThat(catchThrowable(() -> hasty.run("one", 1, () -> {
                            over.await();
                            return "too late";
                        })))
                        .isInstanceOf(Fault.Overloaded.class)
                        .hasMessageContaining("no time");
            }
            // On a busy machine even that may take too long, but not every time.
            Await.until(() -> catchThrowable(() -> hasty.run("one", 1, () -> "served")) == null);
        }
    }

    @Test
    void tooManyAtOnceAreToldSoAndThoseThatWaitAreServed() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 400)
                    .mapToObj(call -> CompletableFuture.supplyAsync(
                            () -> catchThrowable(() -> workbench.run("org-" + call % 4, 1, () -> {
                                over.await();
                                return call;
                            })),
                            threads))
                    .toList();
            CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new)).join();
            over.countDown();
            var ends = calls.stream().map(CompletableFuture::join).toList();
            assertThat(ends.stream().filter(end -> end == null).count()).isGreaterThanOrEqualTo(256);
            assertThat(ends.stream().filter(Fault.Overloaded.class::isInstance)).isNotEmpty();
            assertThat(ends).allMatch(end -> end == null || end instanceof Fault.Overloaded);
        }
    }

    @Test
    void whateverBreaksIsAFault() {
        assertThat(catchThrowable(() -> workbench.run("one", 1, () -> {
                    throw new IllegalStateException("a library");
                })))
                .isInstanceOf(Fault.ProviderDown.class);
    }
}
