package io.facegate.engine.vision;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.engine.picture.UnreadablePictureException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Worker pool for pictures. Uses a few platform threads, because native code would pin the carriers of virtual threads.
 * Limits pictures in memory to an eighth of the heap, and schedules organisations fairly.
 */
final class ImageWorkerPool implements AutoCloseable {
    private static final int MOST_THREADS = 8;
    private static final int MOST_WAITING = 256;
    /** Maximum of one organisation. */
    private static final int MOST_WAITING_EACH = 128;
    /** Retry-After in seconds when the queue is full. */
    private static final int RETRY_AFTER = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Minimum memory limit in bytes; always enough for one picture. */
    private static final int LEAST_ROOM = 18_000_000;

    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final FairQueue<FutureTask<?>> queue = new FairQueue<>(MOST_WAITING, MOST_WAITING_EACH);
    private final Semaphore kilobytes;
    private final int room;

    ImageWorkerPool() {
        this(PATIENCE);
    }

    /** @param patience maximum time for waiting and processing one picture */
    ImageWorkerPool(Duration patience) {
        this.patience = patience;
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        threads = new ThreadPoolExecutor(
                count,
                count,
                patience.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("face-engine-", 0).factory());
        long fits = Runtime.getRuntime().maxMemory() / 8;
        room = (int) Math.min(Math.max(LEAST_ROOM, fits) / 1000, Integer.MAX_VALUE);
        kilobytes = new Semaphore(room, true);
    }

    /** Work on a picture. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /**
     * Runs the work at the organisation's turn, once that many bytes of memory are free.
     *
     * @throws Fault.Overloaded if the queue is full or the time is over
     */
    <T> T run(String organisation, long bytes, Work<T> work) throws UnreadablePictureException {
        var task = new FutureTask<>(() -> withRoom(bytes, work));
        if (!queue.offer(organisation, task)) {
            throw new Fault.Overloaded("Too many pictures are waiting for the face engine.", RETRY_AFTER);
        }
        try {
            threads.execute(this::next);
        } catch (RejectedExecutionException closed) {
            queue.remove(organisation, task);
            throw new Fault.ProviderDown("The face engine was stopped.");
        }
        try {
            return await(task);
        } finally {
            // Abandoned work must not occupy a place in the queue.
            if (task.cancel(true) && queue.remove(organisation, task)) {
                threads.getQueue().poll();
            }
        }
    }

    /** Runs the next item. One such task is queued for each item, but not bound to a specific one. */
    private void next() {
        var turn = queue.poll();
        if (turn == null) {
            return;
        }
        long begun = System.nanoTime();
        try {
            turn.work().run();
        } finally {
            queue.served(turn.organisation(), System.nanoTime() - begun);
        }
    }

    private <T> T withRoom(long bytes, Work<T> work) throws Exception {
        int share = (int) Math.min(room, bytes / 1000 + 1);
        kilobytes.acquire(share);
        try {
            return work.run();
        } finally {
            kilobytes.release(share);
        }
    }

    private <T> T await(Future<T> result) throws UnreadablePictureException {
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new Fault.Overloaded("The face engine had no time left for this picture.", RETRY_AFTER);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.undone();
        } catch (ExecutionException failed) {
            throw translated(failed.getCause());
        }
    }

    private static RuntimeException translated(@Nullable Throwable cause) throws UnreadablePictureException {
        return switch (cause) {
            case UnreadablePictureException unreadable -> throw unreadable;
            case Fault fault -> fault;
            case null -> new Fault.ProviderDown("The face engine failed.");
            default -> {
                FatalErrors.rethrow(cause);
                yield new Fault.ProviderDown("The face engine failed: " + cause);
            }
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
