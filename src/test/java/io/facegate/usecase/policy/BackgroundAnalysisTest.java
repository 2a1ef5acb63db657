package io.facegate.usecase.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A failure is kept for a minute, unless the computation only got no turn. */
class BackgroundAnalysisTest {
    private Instant now = Instant.parse("2026-12-01T00:00:00Z");

    private BackgroundAnalysis<String, String> computing(Supplier<String> first, Supplier<String> second) {
        var left = new ArrayDeque<>(List.of(first, second));
        return new BackgroundAnalysis<>(
                Runnable::run, () -> now, key -> left.remove().get());
    }

    @Test
    void whatGotNoTurnIsComputedAnew() {
        var analysis = computing(
                () -> {
                    throw new Fault.Overloaded("busy");
                },
                () -> "done");
        assertThat(analysis.get("a")).isInstanceOf(Progress.Failed.class);
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>("done"));
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>("done"));
    }

    @Test
    void anotherFailureIsKeptForAMinute() {
        var analysis = computing(
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> "done");
        assertThat(analysis.get("a")).isInstanceOf(Progress.Failed.class);
        now = now.plusSeconds(59);
        assertThat(analysis.get("a")).isInstanceOf(Progress.Failed.class);
        now = now.plusSeconds(1);
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>("done"));
        now = now.plusSeconds(3600);
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>("done"));
    }

    @Test
    void anEmptyResultIsKeptForAMinute() {
        var left = new ArrayDeque<>(List.of(Optional.<String>empty(), Optional.of("done")));
        var analysis = new BackgroundAnalysis<String, Optional<String>>(Runnable::run, () -> now, _ -> left.remove());
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>(Optional.empty()));
        now = now.plusSeconds(59);
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>(Optional.empty()));
        now = now.plusSeconds(1);
        assertThat(analysis.get("a")).isEqualTo(new Progress.Done<>(Optional.of("done")));
    }
}
