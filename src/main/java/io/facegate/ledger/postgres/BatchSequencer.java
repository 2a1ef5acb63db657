package io.facegate.ledger.postgres;

import io.facegate.ledger.store.ThreadJoin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Assigns durable batches their positions in the tree. Every gateway runs one; the holder of the lock is the leader,
 * the others are on standby.
 */
final class BatchSequencer implements AutoCloseable {
    private static final long IDLE_NANOS = Duration.ofMillis(20).toNanos();

    /** Batches are durable before they have a place, so rounds may wait for each other: fewer place more at once. */
    private static final long ROUND_NANOS = Duration.ofMillis(20).toNanos();

    private static final long STANDBY_NANOS = Duration.ofMillis(250).toNanos();
    private static final long CLOSING_NANOS = Duration.ofSeconds(5).toNanos();
    /** A hanging process loses leadership with its connection, and notices only when it wakes. */
    private static final String HURRY =
            "SET idle_session_timeout = '5s'; SET idle_in_transaction_session_timeout = '5s'";

    private static final int SILENT_SECONDS = 60;

    private final LedgerDatabase database;
    private final String name;
    private final Thread thread =
            Thread.ofPlatform().name("ledger-integrator").daemon(true).unstarted(this::run);
    private volatile boolean leading;
    private volatile boolean closing;
    private volatile long until;

    private BatchSequencer(LedgerDatabase database, String name) {
        this.database = database;
        this.name = name;
    }

    static BatchSequencer start(LedgerDatabase database, String name) {
        var sequencer = new BatchSequencer(database, name);
        sequencer.thread.start();
        return sequencer;
    }

    /** Signals that this gateway wrote a batch. */
    void signal() {
        if (leading) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        boolean served = false;
        while (!served) {
            try (var connection = database.connect(name, SILENT_SECONDS)) {
                serve(connection);
                served = true;
            } catch (DatabaseTamperedException found) {
                report(found);
                return;
            } catch (SQLException gone) {
                // The present leader continues; this one will try again.
                LockSupport.parkNanos(this, STANDBY_NANOS);
                served = isOver();
            } finally {
                leading = false;
            }
        }
    }

    /** True if the gateway is closing and its grace period is over. */
    private boolean isOver() {
        return closing && System.nanoTime() - until > 0;
    }

    /** Integrates as leader until the gateway closes. */
    private void serve(Connection connection) throws SQLException, DatabaseTamperedException {
        SchemaPreflight.run(connection, HURRY);
        var term = LeaderTerm.tryAcquire(connection);
        while (term == null && !closing) {
            LockSupport.parkNanos(this, STANDBY_NANOS);
            term = LeaderTerm.tryAcquire(connection);
        }
        leading = true;
        while (term != null) {
            // Read before looking for work: that look then sees everything written before the close.
            boolean last = closing;
            if (!isOver() && term.hasWork()) {
                long began = System.nanoTime();
                boolean more = term.integrate();
                waitForNextRound(more ? began : began + ROUND_NANOS);
            } else if (last) {
                return;
            } else {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        }
    }

    /** Returns at that time, or when the gateway closes. */
    private void waitForNextRound(long due) {
        long left = due - System.nanoTime();
        while (left > 0 && !closing) {
            LockSupport.parkNanos(this, left);
            left = due - System.nanoTime();
        }
    }

    /** Stops every gateway of this ledger. */
    private void report(DatabaseTamperedException found) {
        while (!closing) {
            try (var connection = database.connect(name, SILENT_SECONDS);
                    var insert = connection.prepareStatement("INSERT INTO facegate.damage (what) VALUES (?)")) {
                insert.setString(1, found.description());
                insert.executeUpdate();
                return;
            } catch (SQLException gone) {
                LockSupport.parkNanos(this, STANDBY_NANOS);
            }
        }
    }

    /** Waits until no batch is left, another gateway leads, or the grace period is over because others keep writing. */
    @Override
    public void close() {
        until = System.nanoTime() + CLOSING_NANOS;
        closing = true;
        LockSupport.unpark(thread);
        ThreadJoin.join(thread);
    }
}
