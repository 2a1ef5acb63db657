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
        var all = MemoryBudget.split(16 * most, 1);
        assertThat(all.growing().request(9 * most / 2, () -> {}).isHeld()).isTrue();
        assertThat(all.whole().request(9 * most / 2, () -> {}).isHeld()).isTrue();
        var dripping = new PictureMemory(all.fetched());
        for (int at = 0; at < 4; at++) {
            assertThat(dripping.reserve("org-" + at, most)).isNotNull();
        }
        assertThat(dripping.reserve("org-4", most)).isNull();
        assertThat(all.heldBytes()).isEqualTo(13 * most);
        assertThat(all.small().request(most, () -> {}).isHeld()).isTrue();
        assertThat(all.begun().request(2 * most, () -> {}).isHeld()).isTrue();
        assertThat(all.heldBytes()).as("the total stays").isEqualTo(16 * most);
        assertThat(all.whole().request(1, () -> {}).isHeld()).isFalse();
    }

    /** Four pictures of one organisation that dripped once took all the room for pictures. */
    @Test
    void oneOrganisationTakesHalfOfTheRoomAndNoMore() {
        try (var one = room.reserve("drips", 40);
                var two = room.reserve("drips", 10)) {
            assertThat(one).isNotNull();
            assertThat(two).isNotNull();
            assertThat(room.reserve("drips", 1)).isNull();
            assertThat(pictures.heldBytes()).isEqualTo(50);
            try (var other = room.reserve("rescue", 50)) {
                assertThat(other).isNotNull();
            }
            one.shrinkTo(5);
            try (var more = room.reserve("drips", 35)) {
                assertThat(more).isNotNull();
            }
        }
        try (var large = room.reserve("drips", 100)) {
            assertThat(large).as("a picture larger than its part").isNotNull();
        }
        assertThat(pictures.heldBytes()).isZero();
    }

    @Test
    void whatIsNotNeededIsGivenBackAtOnceAndTheRestInTheEnd() {
        try (var taken = room.reserve("rescue", 80)) {
            assertThat(taken).isNotNull();
            assertThat(pictures.heldBytes()).isEqualTo(80);
            taken.shrinkTo(30);
            assertThat(pictures.heldBytes()).isEqualTo(30);
            taken.shrinkTo(50);
            assertThat(pictures.heldBytes()).isEqualTo(30);
        }
        assertThat(pictures.heldBytes()).isZero();
    }

    @Test
    void whoWaitsGetsWhatAPictureDidNotNeed() {
        try (var taken = room.reserve("rescue", 100)) {
            assertThat(taken).isNotNull();
            var granted = new CountDownLatch(1);
            var waiting = pictures.request(40, granted::countDown);
            assertThat(waiting.isHeld()).isFalse();
            taken.shrinkTo(60);
            assertThat(waiting.isHeld()).isTrue();
            assertThat(granted.getCount()).isZero();
            waiting.close();
        }
        assertThat(pictures.heldBytes()).isZero();
    }

    @Test
    void aPictureWaitsForRoomButNotForLong() throws Exception {
        var other = pictures.request(100, () -> {});
        assertThat(room.reserve("rescue", 1)).isNull();
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var later = others.submit(() -> room.reserve("rescue", 1));
            other.close();
            try (var taken = later.get()) {
                assertThat(taken).isNotNull();
            }
        }
        assertThat(pictures.heldBytes()).isZero();
    }

    @Test
    void whereNobodyMayWaitThereIsNoRoom() {
        try (var other = pictures.request(100, () -> {});
                var waiting = pictures.request(1, () -> {})) {
            assertThat(waiting.isOver()).isFalse();
            assertThat(room.reserve("rescue", 1)).isNull();
            assertThat(other.isHeld()).isTrue();
        }
        assertThat(pictures.heldBytes()).isZero();
    }
}
