package io.facegate.ledger.store;

import io.facegate.call.Fault;
import io.facegate.ledger.record.Salt;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes, and the bounded queue before it. What is queued while a batch goes to disk is the next
 * batch. The first error is the last: from then on nothing is acknowledged.
 */
public final class Writer implements AutoCloseable {
    /** How the complaint begins that somebody else writes to the folder. */
    public static final String TAKEN = "Another gateway or command is writing";

    private static final int BATCH = 1024;
    private static final long SETTLE_NANOS = Duration.ofMillis(300).toNanos();
    private static final int NEVER = Integer.MAX_VALUE;

    private final Store store;
    private final Limits limits;
    private final Function<String, Line> late;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger awaited = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final Watch watch = Watch.begin();
    private final Thread thread;
    private final List<Pending> batch = new ArrayList<>(BATCH);
    private final List<Line> lines = new ArrayList<>(BATCH);
    private volatile int wakeAt = NEVER;
    private volatile boolean closing;
    private volatile @Nullable String poison;
    private volatile Head head;
    private int crowd = 1;
    private boolean unsettled = true;

    /**
     * How much, how long.
     *
     * @param queue records that may wait for the disk
     * @param linger how long a batch waits for company
     */
    public record Limits(int queue, Duration linger) {}

    private Writer(Store store, Limits limits, Function<String, Line> late) {
        this.store = store;
        this.limits = limits;
        this.late = late;
        this.head = store.head();
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon(true).unstarted(this::run);
    }

    /**
     * Opens the ledger of a folder for writing.
     *
     * @param keeper takes a batch's salts before its records are written
     * @param late makes the outcome of a permit that became durable after its caller had given up
     * @throws Fault.LedgerDown when that is not possible
     */
    public static Writer open(Path folder, Limits limits, Salt.Keeper keeper, Function<String, Line> late) {
        try {
            var writer = new Writer(Store.open(folder, keeper), limits, late);
            writer.thread.start();
            return writer;
        } catch (SQLException | IOException unfit) {
            throw new Fault.LedgerDown("The ledger in " + folder + " cannot be opened: " + unfit.getMessage());
        }
    }

    /** Ids of the permits that earlier runs left open; to be asked before anything is written. */
    public Set<String> open() {
        return store.open();
    }

    /**
     * Writes a record and waits until it is on disk.
     *
     * @throws Fault.LedgerDown when that does not happen before {@code deadlineNanos} of {@link System#nanoTime()}
     */
    public void durable(Line line, long deadlineNanos) {
        var pending = new Pending(line, Thread.currentThread());
        enqueue(pending, limits.queue);
        watch.over(pending, deadlineNanos);
        if (!pending.await()) {
            demandHealth();
            throw new Fault.LedgerDown("The decision was not on disk within the ledger's deadline.");
        }
    }

    /** Writes a record some time soon; false, and counted, when it cannot even be queued. */
    public boolean later(Line line) {
        try {
            enqueue(new Pending(line, null), 4 * limits.queue);
            return true;
        } catch (Fault.LedgerDown down) {
            lost.incrementAndGet();
            return false;
        }
    }

    /** Records that {@link #later} could not queue. */
    public long lost() {
        return lost.get();
    }

    /** The tree head that is on disk. */
    public Head head() {
        demandHealth();
        return head;
    }

    private void enqueue(Pending pending, int most) {
        demandHealth();
        if (queued.incrementAndGet() > most) {
            queued.decrementAndGet();
            throw new Fault.LedgerDown("Too many records wait for the disk.");
        }
        queue.add(pending);
        int waiting = pending.awaited() ? awaited.incrementAndGet() : awaited.get();
        if (waiting >= wakeAt) {
            LockSupport.unpark(thread);
        }
    }

    private void demandHealth() {
        if (poison != null) {
            throw new Fault.LedgerDown(
                    "The ledger failed and takes nothing more until the gateway is restarted: " + poison);
        }
    }

    private void run() {
        String end = "the writer stopped";
        try {
            while (work()) {
                linger();
                write();
            }
            store.settle();
            end = "it was closed";
        } catch (SQLException | IOException failure) {
            end = String.valueOf(failure.getMessage());
        } finally {
            poison = end;
            batch.forEach(Pending::failed);
            for (var left = queue.poll(); left != null; left = queue.poll()) {
                left.failed();
            }
        }
    }

    /** Waits until something is queued; false when there is nothing more to come. */
    private boolean work() throws SQLException, IOException {
        while (queued.get() == 0) {
            if (closing) {
                return false;
            }
            wakeAt = 0;
            long start = System.nanoTime();
            if (queued.get() == 0 && !closing) {
                LockSupport.parkNanos(this, unsettled ? SETTLE_NANOS : Long.MAX_VALUE);
            }
            wakeAt = NEVER;
            if (unsettled && queued.get() == 0 && System.nanoTime() - start >= SETTLE_NANOS) {
                unsettled = !store.settle();
            }
        }
        return true;
    }

    /** Waits a moment for half of those who asked together last time; the other half has the processor meanwhile. */
    private void linger() {
        long until = System.nanoTime() + limits.linger.toNanos();
        wakeAt = (crowd + 1) / 2;
        long left = limits.linger.toNanos();
        while (left > 0 && awaited.get() < wakeAt && queued.get() < BATCH && !closing) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
        wakeAt = NEVER;
    }

    private void write() throws SQLException, IOException {
        int waiting = 0;
        for (var next = queue.poll(); next != null; next = batch.size() < BATCH ? queue.poll() : null) {
            batch.add(next);
            lines.add(next.line());
            waiting += next.awaited() ? 1 : 0;
        }
        if (batch.isEmpty()) {
            LockSupport.parkNanos(this, 1000);
            return;
        }
        awaited.addAndGet(-waiting);
        head = store.append(lines);
        unsettled = true;
        crowd = Math.max(1, Math.max(waiting, crowd - 1 - crowd / 8));
        acknowledge();
        queued.addAndGet(-batch.size());
        batch.clear();
        lines.clear();
    }

    private void acknowledge() {
        for (var each : batch) {
            var opened = each.line().opens();
            if (each.awaited() && !each.durable() && opened != null) {
                queued.incrementAndGet();
                queue.add(new Pending(late.apply(opened), null));
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try (watch) {
            store.close();
        } catch (SQLException | IOException already) {
            throw new Fault.LedgerDown("The ledger did not close cleanly: " + already.getMessage());
        }
    }
}
