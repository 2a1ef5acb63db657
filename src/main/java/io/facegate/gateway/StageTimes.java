package io.facegate.gateway;

import io.facegate.call.CallStage;
import io.facegate.call.StageObserver;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times the stages of calls, and has another observer observe them too. */
public final class StageTimes implements StageObserver {
    private final Map<CallStage, MeteredLedger.Durations> timers = new EnumMap<>(CallStage.class);
    private final StageObserver inner;

    /** @param timer makes the timer of a stage */
    public StageTimes(Function<CallStage, MeteredLedger.Durations> timer, StageObserver inner) {
        for (var stage : CallStage.values()) {
            timers.put(stage, timer.apply(stage));
        }
        this.inner = inner;
    }

    @Override
    public <T extends @Nullable Object> T observe(CallStage stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return inner.observe(stage, work);
        } finally {
            var timer = timers.get(stage);
            if (timer != null) {
                timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        }
    }
}
