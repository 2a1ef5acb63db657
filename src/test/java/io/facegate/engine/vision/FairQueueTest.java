package io.facegate.engine.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>(10, 6);

    @Test
    void whoComesLaterWithLittleIsNextAndNotBehindAllOfAnother() {
        for (int work = 0; work < 5; work++) {
            assertThat(queue.offer("greedy", "greedy " + work)).isTrue();
        }
        assertThat(next(1_000)).isEqualTo("greedy 0");
        assertThat(queue.offer("honest", "honest 0")).isTrue();

        assertThat(List.of(next(10), next(1_000))).containsExactly("honest 0", "greedy 1");
    }

    @Test
    void costlyWorkCountsForAsMuchAsItTook() {
        queue.offer("costly", "costly");
        queue.offer("cheap", "cheap 0");
        next(900);
        next(900);
        var order = new ArrayList<String>();
        for (int work = 0; work < 4; work++) {
            queue.offer("costly", "costly");
            queue.offer("cheap", "cheap");
        }
        for (int work = 0; work < 8; work++) {
            var turn = Objects.requireNonNull(queue.poll());
            order.add(turn.organisation());
            queue.addTime(turn.organisation(), turn.organisation().equals("costly") ? 1_000 : 100);
        }
        assertThat(order.subList(0, 6)).filteredOn("cheap"::equals).hasSize(4);
    }

    @Test
    void whoCameBackHasNoCreditForTheTimeAway() {
        queue.offer("steady", "steady");
        next(1_000_000);
        queue.offer("steady", "steady");
        queue.offer("new", "new");
        next(1);
        queue.offer("new", "new");
        queue.offer("new", "new");
        var order = new ArrayList<String>();
        for (var turn = queue.poll(); turn != null; turn = queue.poll()) {
            order.add(turn.work());
            queue.addTime(turn.organisation(), 1_000_000);
        }
        assertThat(order).startsWith("new", "steady");
    }

    @Test
    void oneOrganisationFillsNoMoreThanItsPartOfTheLine() {
        for (int work = 0; work < 6; work++) {
            assertThat(queue.offer("greedy", "greedy")).isTrue();
        }
        assertThat(queue.offer("greedy", "greedy")).isFalse();
        for (int work = 0; work < 4; work++) {
            assertThat(queue.offer("other " + work, "other")).isTrue();
        }
        assertThat(queue.offer("third", "third")).isFalse();
        assertThat(queue.remove("greedy", "greedy")).isTrue();
        assertThat(queue.remove("greedy", "never")).isFalse();
        assertThat(queue.offer("third", "third")).isTrue();
    }

    private String next(long nanos) {
        var turn = Objects.requireNonNull(queue.poll());
        queue.addTime(turn.organisation(), nanos);
        return turn.work();
    }
}
