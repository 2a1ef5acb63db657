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
    private final Salt.Keeper keeper;
    private final Function<String, LogEntry> late;
    private final WriteBacklog backlog = new WriteBacklog();
    private final WriterHealth health = new WriterHealth();
    private final AtomicLong lost = new AtomicLong();
    private final DeadlineWatch watch = DeadlineWatch.begin();
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
    public LedgerWriter(BatchStore store, Limits limits, Salt.Keeper keeper, Function<String, LogEntry> late) {
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
    public void durable(LogEntry line, long deadlineNanos) {
        var pending = new PendingRecord(line, Thread.currentThread());
        health.demandNow();
        backlog.add(pending, limits.queue, thread);
        watch.over(pending, deadlineNanos);
        if (!pending.await()) {
            health.demandNow();
            throw new Fault.LedgerDown("The decision was not on disk within the ledger's deadline.");
        }
    }

    /** Queues a record to be written soon; returns false, and counts it, if the queue is full. */
    public boolean later(LogEntry line) {
        try {
            health.demandSome();
            backlog.add(new PendingRecord(line, null), 4 * limits.queue, thread);
            return true;
        } catch (Fault.LedgerDown down) {
            lost.incrementAndGet();
            return false;
        }
    }

    /** Why writing ended for good; null while it is possible. */
    public @Nullable String ended() {
        return health.ended();
    }

    /** Number of records that {@link #later} could not queue. */
    public long lost() {
        return lost.get();
    }

    /** The tree head that is on disk. */
    public StoredHead head() {
        health.demandNow();
        return head;
    }

    private void run() {
        String end = "the writer stopped";
        boolean failed = true;
        try {
            while (work()) {
                linger();
                write();
                pruneSome();
            }
            failed = false;
            end = "it was closed";
            store.settle();
        } catch (SQLException | IOException failure) {
            end = String.valueOf(failure.getMessage());
        } finally {
            health.ended(end, failed && !closing);
            prunings.forEach(pruning -> pruning.ended.countDown());
            batch.forEach(PendingRecord::failed);
            for (var left = backlog.poll(); left != null; left = backlog.poll()) {
                left.failed();
            }
        }
    }

    /** Waits until something is queued; returns false at the end. */
    private boolean work() throws SQLException, IOException {
        while (backlog.size() == 0) {
            if (closing) {
                return false;
            }
            if (pruneSome()) {
                continue;
            }
            backlog.wakeAt(0);
            long start = System.nanoTime();
            if (backlog.size() == 0 && !closing) {
                LockSupport.parkNanos(this, unsettled ? SETTLE_NANOS : LOOK_NANOS);
            }
            backlog.awake();
            if (backlog.size() == 0 && System.nanoTime() - start >= SETTLE_NANOS) {
                idle();
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
        health.demandNow();
        var pruning = new Pruning(minimum, new CountDownLatch(1), new AtomicReference<>());
        prunings.add(pruning);
        LockSupport.unpark(thread);
        try {
            while (!pruning.ended.await(1, TimeUnit.SECONDS)) {
                health.demandSome();
                LockSupport.unpark(thread);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new Fault.LedgerDown("Interrupted while records were being removed.");
        }
        health.demandSome();
        var cut = pruning.cut.get();
        if (cut != null) {
            throw new Fault.LedgerDown("Not everything was removed. Try again later: " + cut);
        }
    }

    /** Removes some of the records to be removed; returns false if there are none. */
    private boolean pruneSome() throws SQLException, IOException {
        var pruning = prunings.peek();
        if (pruning == null) {
            return false;
        }
        unsettled = true;
        boolean more = false;
        try {
            more = store.prune(pruning.minimum);
        } catch (BatchStore.Unreachable gone) {
            health.away(gone);
            pruning.cut.set(String.valueOf(gone.getMessage()));
        }
        if (!more) {
            prunings.remove();
            pruning.ended.countDown();
        }
        return true;
    }

    /** Checks for other writers, even while no calls come. */
    private void idle() throws SQLException, IOException {
        if (unsettled) {
            unsettled = !settled();
        } else {
            store.look();
        }
    }

    private boolean settled() throws SQLException, IOException {
        try {
            boolean settled = store.settle();
            head = store.head();
            health.back();
            return settled;
        } catch (BatchStore.Unreachable gone) {
            health.away(gone);
            return false;
        }
    }

    /** Waits a moment for half of the callers of the last batch; the other half uses the processor meanwhile. */
    private void linger() {
        long until = System.nanoTime() + limits.linger.toNanos();
        int enough = (crowd + 1) / 2;
        backlog.wakeAt(enough);
        long left = limits.linger.toNanos();
        while (left > 0 && backlog.awaited() < enough && backlog.size() < BATCH && !closing) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
        backlog.awake();
    }

    private void write() throws SQLException, IOException {
        int waiting = 0;
        for (var next = backlog.poll(); next != null; next = batch.size() < BATCH ? backlog.poll() : null) {
            batch.add(next);
            lines.add(next.line());
            waiting += next.awaited() ? 1 : 0;
        }
        if (batch.isEmpty()) {
            LockSupport.parkNanos(this, 1000);
            return;
        }
        backlog.taken(waiting);
        head = landed();
        unsettled = true;
        crowd = Math.max(1, Math.max(waiting, crowd - 1 - crowd / 8));
        acknowledge();
        backlog.done(batch.size());
        batch.clear();
        lines.clear();
    }

    /** Stores salts before their records: a crash in between leaves salts without a record, never the reverse. */
    private void keepSalts() throws SQLException, IOException {
        var salts = lines.stream().flatMap(line -> line.salts().stream()).toList();
        if (!salts.isEmpty()) {
            keeper.keep(salts);
        }
    }

    /** Retries the batch until it is durable; waiting callers are refused at once if the store cannot take it. */
    private StoredHead landed() throws SQLException, IOException {
        boolean kept = false;
        while (true) {
            try {
                if (!kept) {
                    keepSalts();
                    kept = true;
                }
                var landed = store.append(lines);
                health.back();
                return landed;
            } catch (BatchStore.Unreachable gone) {
                if (closing) {
                    throw gone;
                }
                health.away(gone);
                batch.forEach(PendingRecord::failed);
                backlog.refuseWaiting();
                LockSupport.parkNanos(this, gone instanceof BatchStore.NoRoom ? ROOM_NANOS : RETRY_NANOS);
            }
        }
    }

    private void acknowledge() {
        for (var each : batch) {
            var opened = each.line().opens();
            if (each.awaited() && !each.durable() && opened != null) {
                backlog.owe(new PendingRecord(late.apply(opened), null));
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        ThreadJoin.with(thread);
        try (watch) {
            store.close();
        } catch (SQLException | IOException already) {
            throw new Fault.LedgerDown("The ledger did not close cleanly: " + already.getMessage());
        }
    }
}
