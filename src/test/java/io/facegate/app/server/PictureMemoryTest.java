package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.http.ByteLimiter;
import io.facegate.http.MemoryBudget;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Fetched pictures take their room from one another, and none from bodies. */
class PictureMemoryTest {
    private final ByteLimiter pictures = new ByteLimiter(100, 1);
    private final PictureMemory room = new PictureMemory(pictures);

    /** Seven pictures that drip once took all the room for large bodies. */
    @Test
    void whatDripsTakesNoRoomFromBodies() {
        long most = 15L << 20;
        var all = MemoryBudget.of(16 * most, 1);
        assertThat(all.growing().request(9 * most / 2, () -> {}).isHeld()).isTrue();
        assertThat(all.whole().request(9 * most / 2, () -> {}).isHeld()).isTrue();
        var dripping = new PictureMemory(all.fetched());
        for (int at = 0; at < 4; at++) {
            assertThat(dripping.take("org-" + at, most)).isNotNull();
        }
        assertThat(dripping.take("org-4", most)).isNull();
        assertThat(all.held()).isEqualTo(13 * most);
        assertThat(all.small().request(most, () -> {}).isHeld()).isTrue();
        assertThat(all.begun().request(2 * most, () -> {}).isHeld()).isTrue();
        assertThat(all.held()).as("the total stays").isEqualTo(16 * most);
        assertThat(all.whole().request(1, () -> {}).isHeld()).isFalse();
    }

    /** Four pictures of one organisation that dripped once took all the room for pictures. */
    @Test
    void oneOrganisationTakesHalfOfTheRoomAndNoMore() {
        try (var one = room.take("drips", 40);
                var two = room.take("drips", 10)) {
            assertThat(one).isNotNull();
            assertThat(two).isNotNull();
            assertThat(room.take("drips", 1)).isNull();
            assertThat(pictures.held()).isEqualTo(50);
            try (var other = room.take("rescue", 50)) {
                assertThat(other).isNotNull();
            }
            one.keep(5);
            try (var more = room.take("drips", 35)) {
                assertThat(more).isNotNull();
            }
        }
        try (var large = room.take("drips", 100)) {
            assertThat(large).as("a picture larger than its part").isNotNull();
        }
        assertThat(pictures.held()).isZero();
    }

    @Test
    void whatIsNotNeededIsGivenBackAtOnceAndTheRestInTheEnd() {
        try (var taken = room.take("rescue", 80)) {
            assertThat(taken).isNotNull();
            assertThat(pictures.held()).isEqualTo(80);
            taken.keep(30);
            assertThat(pictures.held()).isEqualTo(30);
            taken.keep(50);
            assertThat(pictures.held()).isEqualTo(30);
        }
        assertThat(pictures.held()).isZero();
    }

    @Test
    void whoWaitsGetsWhatAPictureDidNotNeed() {
        try (var taken = room.take("rescue", 100)) {
            assertThat(taken).isNotNull();
            var granted = new CountDownLatch(1);
            var waiting = pictures.request(40, granted::countDown);
            assertThat(waiting.isHeld()).isFalse();
            taken.keep(60);
            assertThat(waiting.isHeld()).isTrue();
            assertThat(granted.getCount()).isZero();
            waiting.close();
        }
        assertThat(pictures.held()).isZero();
    }

    @Test
    void aPictureWaitsForRoomButNotForLong() throws Exception {
        var other = pictures.request(100, () -> {});
        assertThat(room.take("rescue", 1)).isNull();
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var later = others.submit(() -> room.take("rescue", 1));
            other.close();
            try (var taken = later.get()) {
                assertThat(taken).isNotNull();
            }
        }
        assertThat(pictures.held()).isZero();
    }

    @Test
    void whereNobodyMayWaitThereIsNoRoom() {
        try (var other = pictures.request(100, () -> {});
                var waiting = pictures.request(1, () -> {})) {
            assertThat(waiting.isOver()).isFalse();
            assertThat(room.take("rescue", 1)).isNull();
            assertThat(other.isHeld()).isTrue();
        }
        assertThat(pictures.held()).isZero();
    }
}
