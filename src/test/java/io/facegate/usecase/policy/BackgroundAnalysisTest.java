package io.facegate.usecase.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A failure is kept, unless the computation only got no turn. */
class BackgroundAnalysisTest {
    private static BackgroundAnalysis<String, String> computing(Supplier<String> first, Supplier<String> second) {
        var left = new ArrayDeque<>(List.of(first, second));
        return new BackgroundAnalysis<>(Runnable::run, key -> left.remove().get());
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
    void anotherFailureIsKept() {
        var analysis = computing(
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> "done");
        assertThat(analysis.get("a")).isInstanceOf(Progress.Failed.class);
        assertThat(analysis.get("a")).isInstanceOf(Progress.Failed.class);
    }
}
