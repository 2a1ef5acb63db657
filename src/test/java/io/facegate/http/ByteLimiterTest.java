package io.facegate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ByteLimiterTest {
    @Test
    void whoDoesNotFitWaitsUntilOthersLeave() {
        var bound = new ByteLimiter(10, 5);
        var order = new ArrayList<String>();
        var first = bound.request(6, () -> order.add("first"));
        var second = bound.request(6, () -> order.add("second"));
        var third = bound.request(1, () -> order.add("third"));
        assertThat(List.of(first.isHeld(), second.isHeld(), third.isHeld())).containsExactly(true, false, false);
        first.close();
        assertThat(order).containsExactly("second", "third");
        assertThat(bound.heldBytes()).isEqualTo(7);
        second.close();
        second.close();
        third.close();
        assertThat(bound.heldBytes()).isZero();
    }

    @Test
    void turnsAwayWhenTheLineIsFull() {
        var bound = new ByteLimiter(10, 1);
        bound.request(10, () -> {});
        assertThat(bound.request(1, () -> {}).isOver()).isFalse();
        assertThat(bound.request(1, () -> {}).isOver()).isTrue();
    }

    @Test
    void whoLeavesTheLineIsNotServed() {
        var bound = new ByteLimiter(10, 5);
        var served = new ArrayList<String>();
        var first = bound.request(10, () -> {});
        bound.request(5, () -> served.add("gone")).close();
        bound.request(5, () -> served.add("stays"));
        first.close();
        assertThat(served).containsExactly("stays");
        assertThat(bound.heldBytes()).isEqualTo(5);
    }

    @Test
    void aBodyLargerThanAllTheRoomTakesAllOfIt() {
        var bound = new ByteLimiter(10, 5);
        var large = bound.request(100, () -> {});
        assertThat(large.isHeld()).isTrue();
        large.close();
        assertThat(bound.heldBytes()).isZero();
    }

    @Test
    void oneSourceLeavesAQuarterToOthersWhoDoNotWaitForIt() {
        var bound = new ByteLimiter(100, 8);
        var served = new ArrayList<String>();
        var greedy = bound.request("a", 50, () -> {});
        assertThat(bound.request("a", 25, () -> {}).isHeld()).isTrue();
        assertThat(bound.request("a", 1, () -> served.add("a")).isHeld())
                .as("its share is taken")
                .isFalse();
        assertThat(bound.request("b", 20, () -> {}).isHeld())
                .as("another passes by who waits for a share of its own")
                .isTrue();
        assertThat(bound.request("c", 10, () -> served.add("c")).isHeld())
                .as("there is no more room")
                .isFalse();
        assertThat(bound.request("d", 5, () -> served.add("d")).isHeld())
                .as("nobody passes by who waits for room")
                .isFalse();
        greedy.close();
        assertThat(served).containsExactly("a", "c", "d");
    }

    @Test
    void oneSourceLeavesAQuarterOfTheLineToOthers() {
        var bound = new ByteLimiter(10, 4);
        bound.request("a", 10, () -> {});
        for (int waiting = 0; waiting < 3; waiting++) {
            assertThat(bound.request("a", 1, () -> {}).isOver()).isFalse();
        }
        assertThat(bound.request("a", 1, () -> {}).isOver()).isTrue();
        assertThat(bound.request("b", 1, () -> {}).isOver()).isFalse();
        assertThat(bound.request("c", 1, () -> {}).isOver()).as("it is full").isTrue();
    }

    @Test
    void aSourceThatHoldsNothingMayHaveOneBodyOfAnySize() {
        var bound = new ByteLimiter(10, 4);
        var all = bound.request("a", 10, () -> {});
        assertThat(all.isHeld()).isTrue();
        all.shrinkTo(2);
        assertThat(bound.request("a", 7, () -> {}).isHeld()).isFalse();
        assertThat(bound.request("b", 8, () -> {}).isHeld()).isTrue();
    }

    @Test
    void neverHoldsMoreThanItsLimitUnderLoad() throws InterruptedException {
        var bound = new ByteLimiter(1000, 10_000);
        var most = new AtomicInteger();
        var served = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int call = 0; call < 2000; call++) {
                threads.execute(() -> {
                    var lease = new ByteLimiter.Lease[1];
                    synchronized (lease) {
                        var source = "source-" + ThreadLocalRandom.current().nextInt(3);
                        lease[0] = bound.request(
                                source, ThreadLocalRandom.current().nextInt(1, 600), () -> {
                                    synchronized (lease) {
                                        served.incrementAndGet();
                                    }
                                    lease[0].close();
                                });
                    }
                    most.accumulateAndGet((int) bound.heldBytes(), Math::max);
                    if (lease[0].isHeld()) {
                        served.incrementAndGet();
                        lease[0].close();
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(1000);
        assertThat(bound.heldBytes()).isZero();
        assertThat(served.get()).isGreaterThanOrEqualTo(2000);
    }
}
