package io.facegate.app.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ingress.intake.InFlight;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Fetched pictures and bodies take their room from one another. */
class SharedRoomTest {
    private final InFlight bodies = new InFlight(100, 1);
    private final SharedRoom room = new SharedRoom(bodies);

    @Test
    void whatIsNotNeededIsGivenBackAtOnceAndTheRestInTheEnd() {
        try (var taken = room.take(80)) {
            assertThat(taken).isNotNull();
            assertThat(bodies.held()).isEqualTo(80);
            taken.keep(30);
            assertThat(bodies.held()).isEqualTo(30);
            taken.keep(50);
            assertThat(bodies.held()).isEqualTo(30);
        }
        assertThat(bodies.held()).isZero();
    }

    @Test
    void aBodyThatWaitsGetsWhatAPictureDidNotNeed() {
        try (var taken = room.take(100)) {
            assertThat(taken).isNotNull();
            var granted = new CountDownLatch(1);
            var waiting = bodies.request(40, granted::countDown);
            assertThat(waiting.isHeld()).isFalse();
            taken.keep(60);
            assertThat(waiting.isHeld()).isTrue();
            assertThat(granted.getCount()).isZero();
            waiting.close();
        }
        assertThat(bodies.held()).isZero();
    }

    @Test
    void aPictureWaitsForRoomButNotForLong() throws Exception {
        var body = bodies.request(100, () -> {});
        assertThat(room.take(1)).isNull();
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var later = others.submit(() -> room.take(1));
            body.close();
            try (var taken = later.get()) {
                assertThat(taken).isNotNull();
            }
        }
        assertThat(bodies.held()).isZero();
    }

    @Test
    void whereNobodyMayWaitThereIsNoRoom() {
        try (var body = bodies.request(100, () -> {});
                var waiting = bodies.request(1, () -> {})) {
            assertThat(waiting.isOver()).isFalse();
            assertThat(room.take(1)).isNull();
            assertThat(body.isHeld()).isTrue();
        }
        assertThat(bodies.held()).isZero();
    }
}
