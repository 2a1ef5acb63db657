package io.facegate.call;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Observes the stages of calls, for their time and their place in a trace. It changes nothing about them. */
public interface StageObserver {
    /** Observes nothing. */
    StageObserver NONE = new StageObserver() {
        @Override
        public <T extends @Nullable Object> T observe(CallStage stage, Supplier<T> work) {
            return work.get();
        }
    };

    /** Does the work of a stage on this thread. Returns what it returns, and throws what it throws. */
    <T extends @Nullable Object> T observe(CallStage stage, Supplier<T> work);
}
