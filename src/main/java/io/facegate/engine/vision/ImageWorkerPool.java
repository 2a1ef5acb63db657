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
 * Where pictures are worked on: a few threads of the platform, because native code would hold the carriers of virtual
 * ones, no more pixels at once than fit into an eighth of the heap, and next whose organisation was served least.
 */
final class ImageWorkerPool implements AutoCloseable {
    private static final int MOST_THREADS = 8;
    private static final int MOST_WAITING = 256;
    /** Of one organisation. */
    private static final int MOST_WAITING_EACH = 128;
    /** Seconds after which who finds the line full may try again. */
    private static final int RETRY_AFTER = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Bytes that are always enough for one picture. */
    private static final int LEAST_ROOM = 18_000_000;

    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final FairQueue<FutureTask<?>> queue = new FairQueue<>(MOST_WAITING, MOST_WAITING_EACH);
    private final Semaphore kilobytes;
    private final int room;

    ImageWorkerPool() {
        this(PATIENCE);
    }

    /** @param patience how long one picture may wait and be worked on */
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

    /** Something done to a picture. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /**
     * Does the work when it is that organisation's turn and there is room for that many bytes.
     *
     * @throws Fault.Overloaded when too many wait, or this one has waited too long
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
            // Who no longer waits takes no place from those who do.
            if (task.cancel(true) && queue.remove(organisation, task)) {
                threads.getQueue().poll();
            }
        }
    }

    /** One thread's next piece of work: as many of these wait as there is work, whoever's it is. */
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
            throw new Fault.Overloaded("The face engine had no time for this picture.", RETRY_AFTER);
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
