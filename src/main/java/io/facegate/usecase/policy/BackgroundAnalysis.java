package io.facegate.usecase.policy;

import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Results of computations that take too long for a page: each is computed once in the background, and the last few are kept. */
final class BackgroundAnalysis<K, V> {
    private static final System.Logger LOG = System.getLogger(BackgroundAnalysis.class.getName());
    private static final int KEPT = 12;

    private final Executor executor;
    private final Function<K, V> computation;
    private final Map<K, Progress<V>> results = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Progress<V>> eldest) {
            return size() > KEPT;
        }
    };

    /** @param executor runs few computations at a time, and rejects too many */
    BackgroundAnalysis(Executor executor, Function<K, V> computation) {
        this.executor = executor;
        this.computation = computation;
    }

    /** The result if it is there; otherwise the computation is started. */
    Progress<V> get(K key) {
        synchronized (results) {
            var known = results.get(key);
            if (known != null) {
                return known;
            }
            try {
                executor.execute(() -> compute(key));
            } catch (RejectedExecutionException busy) {
                return new Progress.Busy<>();
            }
            results.putIfAbsent(key, new Progress.Running<>());
            return results.getOrDefault(key, new Progress.Running<>());
        }
    }

    /** The result if it is there; null otherwise. Starts nothing. */
    @Nullable
    V peek(K key) {
        synchronized (results) {
            return results.get(key) instanceof Progress.Done<V>(var value) ? value : null;
        }
    }

    private void compute(K key) {
        Progress<V> result = new Progress.Failed<>();
        try {
            result = new Progress.Done<>(computation.apply(key));
        } catch (BddBudgetExceeded large) {
            LOG.log(System.Logger.Level.INFO, "Policies were not analysed: {0}", large.getMessage());
            result = new Progress.TooLarge<>();
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.log(System.Logger.Level.ERROR, "Policies could not be analysed", bug);
        }
        synchronized (results) {
            results.put(key, result);
        }
    }
}
