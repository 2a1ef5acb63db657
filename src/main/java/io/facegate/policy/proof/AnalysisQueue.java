package io.facegate.policy.proof;

import io.facegate.call.Fault;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Computes analyses of policies one after the other, because each takes much memory and a processor. */
public final class AnalysisQueue {
    private static final int WAITING = 3;
    private static final int PATIENCE_SECONDS = 20;
    private static final Semaphore FREE = new Semaphore(1, true);
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("policy-proof").factory();

    private AnalysisQueue() {}

    /** Computes on the calling thread, which is a platform thread of few, once no other analysis is made. */
    public static <T> T compute(Supplier<T> computation) {
        try {
            FREE.acquire();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw overloaded();
        }
        return computeAndRelease(computation);
    }

    /**
     * Computes on a thread of its own, so that a virtual thread that asks for it keeps no carrier from others.
     *
     * @throws Fault.Overloaded if the turn does not come within seconds, or several wait for it
     */
    public static <T> T computeApart(Supplier<T> computation) {
        return computeApart(computation, THREADS);
    }

    static <T> T computeApart(Supplier<T> computation, ThreadFactory threads) {
        acquireSoon();
        var task = new FutureTask<T>(() -> computeAndRelease(computation));
        start(task, threads);
        try {
            return task.get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw overloaded();
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        }
    }

    private static void start(FutureTask<?> task, ThreadFactory threads) {
        try {
            threads.newThread(task).start();
        } catch (OutOfMemoryError noThread) {
            FREE.release();
            throw noThread;
        }
    }

    private static void acquireSoon() {
        try {
            if (FREE.getQueueLength() < WAITING && FREE.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        throw overloaded();
    }

    private static <T> T computeAndRelease(Supplier<T> computation) {
        try {
            return computation.get();
        } finally {
            FREE.release();
        }
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        if (failed.getCause() instanceof Error fatal) {
            throw fatal;
        }
        return failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
    }

    private static Fault.Overloaded overloaded() {
        return new Fault.Overloaded("Other policies are being analysed, one set at a time. Try again in a minute.", 60);
    }
}
