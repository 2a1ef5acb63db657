package io.facegate.usecase.policy;

import io.facegate.call.Fault;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Results of computations that take too long for a page: each is computed once in the background, and the last few are
 * kept. A failure or an empty result is kept for a minute.
 */
final class BackgroundAnalysis<K, V> {
    private static final System.Logger LOG = System.getLogger(BackgroundAnalysis.class.getName());
    private static final int KEPT = 12;

    private final Executor executor;
    private final Function<K, V> computation;
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<K, Task<V>> tasks = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Task<V>> eldest) {
            return size() > KEPT;
        }
    };

    /** @param executor runs few computations at a time, and rejects too many */
    BackgroundAnalysis(Executor executor, InstantSource clock, Function<K, V> computation) {
        this.clock = clock;
        this.executor = executor;
        this.computation = computation;
    }

    /** The result if it is there; otherwise the computation is started, also if its last one got no turn. */
    synchronized Progress<V> get(K key) {
        var known = tasks.get(key);
        if (known != null && !isOverloaded(known) && !known.isOver(clock.instant())) {
            return progress(known);
        }
        var task = new Task<>(() -> computation.apply(key), clock);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException busy) {
            return new Progress.Busy<>();
        }
        tasks.put(key, task);
        return progress(task);
    }

    private static boolean isOverloaded(FutureTask<?> task) {
        return task.state() == Future.State.FAILED && task.exceptionNow() instanceof Fault.Overloaded;
    }

    /** A computation that knows when it ended. */
    private static final class Task<V> extends FutureTask<V> {
        private final InstantSource clock;
        private volatile @Nullable Instant ended;

        Task(Callable<V> computation, InstantSource clock) {
            super(computation);
            this.clock = clock;
        }

        @Override
        protected void done() {
            ended = clock.instant();
            if (state() == State.FAILED) {
                LOG.log(System.Logger.Level.WARNING, "Policies could not be analysed", exceptionNow());
            }
        }

        /** True if it told nothing, and that was a minute ago. */
        boolean isOver(Instant now) {
            var end = ended;
            return end != null && !toldSomething() && !now.isBefore(end.plus(AGAIN));
        }

        private boolean toldSomething() {
            return switch (state()) {
                case RUNNING -> true;
                case SUCCESS -> !(resultNow() instanceof Optional<?> result) || result.isPresent();
                case FAILED -> exceptionNow() instanceof BddBudgetExceeded;
                case CANCELLED -> false;
            };
        }
    }

    private static <V> Progress<V> progress(FutureTask<V> task) {
        return switch (task.state()) {
            case RUNNING -> new Progress.Running<>();
            case SUCCESS -> new Progress.Done<>(task.resultNow());
            case FAILED ->
                task.exceptionNow() instanceof BddBudgetExceeded ? new Progress.TooLarge<>() : new Progress.Failed<>();
            case CANCELLED -> new Progress.Failed<>();
        };
    }
}
