package io.facegate.provider.local.vision;

import io.facegate.call.Fatal;
import io.facegate.call.Fault;
import io.facegate.provider.local.picture.Decoder;
import io.facegate.provider.local.picture.Unreadable;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where pictures are worked on: a few threads of the platform, because native code would hold the carriers of virtual
 * ones, and no more pixels at once than fit into an eighth of the heap.
 */
final class Workbench implements AutoCloseable {
    private static final int MOST_THREADS = 8;
    private static final int MOST_WAITING = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A decoded pixel and its copy in upright order. */
    private static final int BYTES_A_PIXEL = 6;

    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final Semaphore kilopixels;
    private final int room;

    Workbench() {
        this(PATIENCE);
    }

    /** @param patience how long one picture may wait and be worked on */
    Workbench(Duration patience) {
        this.patience = patience;
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        threads = new ThreadPoolExecutor(
                count,
                count,
                patience.toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("face-engine-", 0).factory());
        long fits = Runtime.getRuntime().maxMemory() / 8 / BYTES_A_PIXEL;
        room = (int) Math.max(Decoder.MOST_DECODED, Math.min(fits, Integer.MAX_VALUE)) / 1000;
        kilopixels = new Semaphore(room, true);
    }

    /** Something done to a picture. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /**
     * Does the work when there is room for that many pixels.
     *
     * @throws Fault.Overloaded when too many wait, or this one has waited too long
     */
    <T> T run(long pixels, Work<T> work) throws Unreadable {
        var task = new FutureTask<>(() -> withRoom(pixels, work));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            throw new Fault.Overloaded("Too many pictures are waiting for the face engine.");
        }
        try {
            return await(task);
        } finally {
            // Who no longer waits takes no place from those who do.
            if (task.cancel(true)) {
                threads.remove(task);
            }
        }
    }

    private <T> T withRoom(long pixels, Work<T> work) throws Exception {
        int share = (int) Math.min(room, pixels / 1000 + 1);
        kilopixels.acquire(share);
        try {
            return work.run();
        } finally {
            kilopixels.release(share);
        }
    }

    private <T> T await(Future<T> result) throws Unreadable {
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new Fault.Overloaded("The face engine had no time for this picture.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.undone();
        } catch (ExecutionException failed) {
            throw translated(failed.getCause());
        }
    }

    private static RuntimeException translated(@Nullable Throwable cause) throws Unreadable {
        return switch (cause) {
            case Unreadable unreadable -> throw unreadable;
            case Fault fault -> fault;
            case null -> new Fault.ProviderDown("The face engine failed.");
            default -> {
                Fatal.rethrow(cause);
                yield new Fault.ProviderDown("The face engine failed: " + cause);
            }
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
