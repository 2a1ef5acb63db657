package io.facegate.ledger.store;

import io.facegate.call.Fault;
import io.facegate.ledger.record.Salt;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Single writer thread with a bounded queue (group commit): records queued while a batch goes to disk form the next
 * batch. While the store is unreachable or full, calls are refused, and the pending batch is retried until it is
 * durable. Any other error is final: from then on nothing is acknowledged.
 */
public final class LedgerWriter implements AutoCloseable {
    private static final int BATCH = 1024;
    private static final long SETTLE_NANOS = Duration.ofMillis(300).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();
    private static final long ROOM_NANOS = Duration.ofSeconds(1).toNanos();

    private final BatchStore store;
    private final Limits limits;
    private final Salt.SaltStore keeper;
    private final Function<String, LogEntry> late;
    private final WriteBacklog backlog = new WriteBacklog();
    private final WriterHealth health = new WriterHealth();
    private final AtomicLong lost = new AtomicLong();
    private final DeadlineWatch watch = DeadlineWatch.start();
    private final Thread thread;
    private final List<PendingRecord> batch = new ArrayList<>(BATCH);
    private final List<LogEntry> lines = new ArrayList<>(BATCH);
    private final Queue<Pruning> prunings = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;
    private volatile StoredHead head;
    private int crowd = 1;
    private boolean unsettled = true;

    /** A request to remove the records before {@code minimum}, and its result. */
    private record Pruning(long minimum, CountDownLatch ended, AtomicReference<@Nullable String> cut) {}

    /**
     * Limits of the queue and of a batch.
     *
     * @param queue records that may wait for the disk
     * @param linger how long a batch waits for more records
     */
    public record Limits(int queue, Duration linger) {}

    /**
     * Starts writing to a store, and closes it at the end.
     *
     * @param keeper stores a batch's salts before its records are written
     * @param late creates the outcome of a permit that became durable after its caller had given up
     */
    public LedgerWriter(BatchStore store, Limits limits, Salt.SaltStore keeper, Function<String, LogEntry> late) {
        this.store = store;
        this.limits = limits;
        this.keeper = keeper;
        this.late = late;
        this.head = store.head();
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon(true).unstarted(this::run);
        thread.start();
    }

    /** Ids of the permits that earlier runs left open; to be read before anything is written. */
    public Set<String> open() {
        return store.open();
    }

    /**
     * Writes a record and waits until it is on disk.
     *
     * @throws Fault.LedgerDown if it is not by {@code deadlineNanos} of {@link System#nanoTime()}
     */
    public void writeDurably(LogEntry line, long deadlineNanos) {
        var pending = new PendingRecord(line, Thread.currentThread());
        health.requireNow();
        backlog.add(pending, limits.queue, thread);
        watch.watch(pending, deadlineNanos);
        if (!pending.awaitResult()) {
            health.requireNow();
            throw new Fault.LedgerDown("The decision was not on disk within the ledger's deadline.");
        }
    }

    /** Queues a record to be written soon; returns false, and counts it, if the queue is full. */
    public boolean enqueue(LogEntry line) {
        try {
            health.requireSome();
            backlog.add(new PendingRecord(line, null), 4 * limits.queue, thread);
            return true;
        } catch (Fault.LedgerDown down) {
            lost.incrementAndGet();
            return false;
        }
    }

    /** Why writing ended for good; null while it is possible. */
    public @Nullable String stopReason() {
        return health.ended();
    }

    /** Number of records that {@link #enqueue} could not queue. */
    public long lostRecords() {
        return lost.get();
    }

    /** The tree head that is on disk. */
    public StoredHead head() {
        health.requireNow();
        return head;
    }

    private void run() {
        String end = "the writer stopped";
        boolean failed = true;
        try {
            while (writeNext()) {
                awaitMore();
                write();
                pruneNext();
            }
            failed = false;
            end = "it was closed";
            store.maintain();
        } catch (SQLException | IOException failure) {
            end = String.valueOf(failure.getMessage());
        } finally {
            health.ended(end, failed && !closing);
            prunings.forEach(pruning -> pruning.ended.countDown());
            batch.forEach(PendingRecord::fail);
            for (var left = backlog.poll(); left != null; left = backlog.poll()) {
                left.fail();
            }
        }
    }

    /** Waits until something is queued; returns false at the end. */
    private boolean writeNext() throws SQLException, IOException {
        while (backlog.size() == 0) {
            if (closing) {
                return false;
            }
            if (pruneNext()) {
                continue;
            }
            backlog.sleepUntilWaiting(0);
            long start = System.nanoTime();
            if (backlog.size() == 0 && !closing) {
                LockSupport.parkNanos(this, unsettled ? SETTLE_NANOS : LOOK_NANOS);
            }
            backlog.markAwake();
            if (backlog.size() == 0 && System.nanoTime() - start >= SETTLE_NANOS) {
                checkWhileIdle();
            }
        }
        return true;
    }

    /**
     * Removes the records before {@code minimum}, some at a time between batches; their hashes stay.
     *
     * @throws Fault.LedgerDown if the ledger failed meanwhile
     */
    public void prune(long minimum) {
        health.requireNow();
        var pruning = new Pruning(minimum, new CountDownLatch(1), new AtomicReference<>());
        prunings.add(pruning);
        LockSupport.unpark(thread);
        try {
            while (!pruning.ended.await(1, TimeUnit.SECONDS)) {
                health.requireSome();
                LockSupport.unpark(thread);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new Fault.LedgerDown("Interrupted while records were being removed.");
        }
        health.requireSome();
        var cut = pruning.cut.get();
        if (cut != null) {
            throw new Fault.LedgerDown("Not everything was removed. Try again later: " + cut);
        }
    }

    /** Removes some of the records to be removed; returns false if there are none. */
    private boolean pruneNext() throws SQLException, IOException {
        var pruning = prunings.peek();
        if (pruning == null) {
            return false;
        }
        unsettled = true;
        boolean more = false;
        try {
            more = store.prune(pruning.minimum);
        } catch (BatchStore.Unreachable gone) {
            health.markUnreachable(gone);
            pruning.cut.set(String.valueOf(gone.getMessage()));
        }
        if (!more) {
            prunings.remove();
            pruning.ended.countDown();
        }
        return true;
    }

    /** Checks for other writers, even while no calls come. */
    private void checkWhileIdle() throws SQLException, IOException {
        if (unsettled) {
            unsettled = !maintain();
        } else {
            store.checkOtherWriters();
        }
    }

    private boolean maintain() throws SQLException, IOException {
        try {
            boolean settled = store.maintain();
            head = store.head();
            health.markReachable();
            return settled;
        } catch (BatchStore.Unreachable gone) {
            health.markUnreachable(gone);
            return false;
        }
    }

    /** Waits a moment for half of the callers of the last batch; the other half uses the processor meanwhile. */
    private void awaitMore() {
        long until = System.nanoTime() + limits.linger.toNanos();
        int enough = (crowd + 1) / 2;
        backlog.sleepUntilWaiting(enough);
        long left = limits.linger.toNanos();
        while (left > 0 && backlog.waitingCallers() < enough && backlog.size() < BATCH && !closing) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
        backlog.markAwake();
    }

    private void write() throws SQLException, IOException {
        int waiting = 0;
        for (var next = backlog.poll(); next != null; next = batch.size() < BATCH ? backlog.poll() : null) {
            batch.add(next);
            lines.add(next.line());
            waiting += next.isAwaited() ? 1 : 0;
        }
        if (batch.isEmpty()) {
            LockSupport.parkNanos(this, 1000);
            return;
        }
        backlog.subtractWaiting(waiting);
        head = writeUntilDurable();
        unsettled = true;
        crowd = Math.max(1, Math.max(waiting, crowd - 1 - crowd / 8));
        acknowledge();
        backlog.subtractWritten(batch.size());
        batch.clear();
        lines.clear();
    }

    /** Stores salts before their records: a crash in between leaves salts without a record, never the reverse. */
    private void storeSalts() throws SQLException, IOException {
        var salts = lines.stream().flatMap(line -> line.salts().stream()).toList();
        if (!salts.isEmpty()) {
            keeper.store(salts);
        }
    }

    /** Retries the batch until it is durable; waiting callers are refused at once if the store cannot take it. */
    private StoredHead writeUntilDurable() throws SQLException, IOException {
        boolean kept = false;
        while (true) {
            try {
                if (!kept) {
                    storeSalts();
                    kept = true;
                }
                var landed = store.append(lines);
                health.markReachable();
                return landed;
            } catch (BatchStore.Unreachable gone) {
                if (closing) {
                    throw gone;
                }
                health.markUnreachable(gone);
                batch.forEach(PendingRecord::fail);
                backlog.failWaiting();
                LockSupport.parkNanos(this, gone instanceof BatchStore.NoRoom ? ROOM_NANOS : RETRY_NANOS);
            }
        }
    }

    private void acknowledge() {
        for (var each : batch) {
            var opened = each.line().opens();
            if (each.isAwaited() && !each.complete() && opened != null) {
                backlog.addRequired(new PendingRecord(late.apply(opened), null));
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        ThreadJoin.join(thread);
        try (watch) {
            store.close();
        } catch (SQLException | IOException already) {
            throw new Fault.LedgerDown("The ledger did not close cleanly: " + already.getMessage());
        }
    }
}
