package io.facegate.usecase.policy;

import io.facegate.call.Fault;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Results of computations that take too long for a page: each is computed once in the background, and the last few are kept. */
final class BackgroundAnalysis<K, V> {
    private static final System.Logger LOG = System.getLogger(BackgroundAnalysis.class.getName());
    private static final int KEPT = 12;

    private final Executor executor;
    private final Function<K, V> computation;
    private final Map<K, FutureTask<V>> tasks = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, FutureTask<V>> eldest) {
            return size() > KEPT;
        }
    };

    /** @param executor runs few computations at a time, and rejects too many */
    BackgroundAnalysis(Executor executor, Function<K, V> computation) {
        this.executor = executor;
        this.computation = computation;
    }

    /** The result if it is there; otherwise the computation is started, also if its last one got no turn. */
    synchronized Progress<V> get(K key) {
        var known = tasks.get(key);
        if (known != null && !isOverloaded(known)) {
            return progress(known);
        }
        var task = task(key);
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

    private FutureTask<V> task(K key) {
        return new FutureTask<>(() -> computation.apply(key)) {
            @Override
            protected void done() {
                if (state() == State.FAILED) {
                    LOG.log(System.Logger.Level.WARNING, "Policies could not be analysed", exceptionNow());
                }
            }
        };
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
