package io.facegate.ingress.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void whoDoesNotFitWaitsUntilOthersLeave() {
        var bound = new InFlight(10, 5);
        var order = new ArrayList<String>();
        var first = bound.request(6, () -> order.add("first"));
        var second = bound.request(6, () -> order.add("second"));
        var third = bound.request(1, () -> order.add("third"));
        assertThat(List.of(first.isHeld(), second.isHeld(), third.isHeld())).containsExactly(true, false, false);
        first.close();
        assertThat(order).containsExactly("second", "third");
        assertThat(bound.held()).isEqualTo(7);
        second.close();
        second.close();
        third.close();
        assertThat(bound.held()).isZero();
    }

    @Test
    void turnsAwayWhenTheLineIsFull() {
        var bound = new InFlight(10, 1);
        bound.request(10, () -> {});
        assertThat(bound.request(1, () -> {}).isOver()).isFalse();
        assertThat(bound.request(1, () -> {}).isOver()).isTrue();
    }

    @Test
    void whoLeavesTheLineIsNotServed() {
        var bound = new InFlight(10, 5);
        var served = new ArrayList<String>();
        var first = bound.request(10, () -> {});
        bound.request(5, () -> served.add("gone")).close();
        bound.request(5, () -> served.add("stays"));
        first.close();
        assertThat(served).containsExactly("stays");
        assertThat(bound.held()).isEqualTo(5);
    }

    @Test
    void aBodyLargerThanAllTheRoomTakesAllOfIt() {
        var bound = new InFlight(10, 5);
        var large = bound.request(100, () -> {});
        assertThat(large.isHeld()).isTrue();
        large.close();
        assertThat(bound.held()).isZero();
    }

    @Test
    void neverHoldsMoreThanItsLimitUnderLoad() throws InterruptedException {
        var bound = new InFlight(1000, 10_000);
        var most = new AtomicInteger();
        var served = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int call = 0; call < 2000; call++) {
                threads.execute(() -> {
                    var lease = new InFlight.Lease[1];
                    synchronized (lease) {
                        lease[0] = bound.request(ThreadLocalRandom.current().nextInt(1, 600), () -> {
                            synchronized (lease) {
                                served.incrementAndGet();
                            }
                            lease[0].close();
                        });
                    }
                    most.accumulateAndGet((int) bound.held(), Math::max);
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
        assertThat(bound.held()).isZero();
        assertThat(served.get()).isGreaterThanOrEqualTo(2000);
    }
}
