package io.facegate.app.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FolderWatchTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void nothingIsToldWhileNothingChanges() throws InterruptedException {
        try (var watch = FolderWatch.start(traces("0"), () -> traces("0"), seen -> told.add(seen.get("x")))) {
            Thread.sleep(1_200);
            assertThat(told).isEmpty();
            watch.checkNow();
            await(1);
        }
    }

    @Test
    void aChangeIsToldOnceAndOnlyWhenItIsOver() throws InterruptedException {
        var before = new AtomicInteger();
        try (var _ = FolderWatch.start(traces("0"), () -> changing(4), seen -> {
            before.compareAndSet(0, looks.get());
            return told.add(seen.get("x"));
        })) {
            await(1);
            assertThat(before)
                    .as("four changes, and one look at which nothing had changed")
                    .hasValue(5);
            Thread.sleep(800);
            assertThat(told).containsExactly("4");
        }
    }

    @Test
    void whatWasNotReadIsToldAgain() throws InterruptedException {
        try (var _ = FolderWatch.start(traces("0"), () -> changing(1), seen -> {
            told.add(seen.get("x"));
            return told.size() == 3;
        })) {
            await(3);
            Thread.sleep(800);
            assertThat(told).hasSize(3);
        }
    }

    private SortedMap<String, String> changing(int last) {
        return traces(String.valueOf(Math.min(last, looks.incrementAndGet())));
    }

    private static SortedMap<String, String> traces(String of) {
        return new TreeMap<>(Map.of("x", of));
    }

    private void await(int times) {
        Await.until(() -> told.size() >= times);
    }
}
