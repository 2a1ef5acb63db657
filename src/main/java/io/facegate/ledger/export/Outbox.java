package io.facegate.ledger.export;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.VerifiedRecords;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Outbox that hands the verified records of a ledger to one sink, in order and at least once. It reads durable records
 * after its position, and moves the position only behind what the sink confirmed. Nothing waits for it. While the sink
 * fails it tries again, and goes on after the last confirmed record.
 */
public final class Outbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final LedgerAddress address;
    private final Scope scope;
    private final String name;
    private final String position;
    private final RecordSink sink;
    private final OutboxState state = new OutboxState();
    private final Thread thread;

    /** Which records an outbox hands over. */
    public enum Scope {
        /** Every record from the first on. It stops at one that does not verify, and says so. */
        ALL_RECORDS("Records"),
        /**
         * What is recorded from the first start on. What does not verify is passed over: it must not hold up what tells
         * people of it.
         */
        NOTICES("Notices");

        private final String title;

        Scope(String title) {
            this.title = title;
        }
    }

    private Outbox(LedgerAddress address, Scope scope, String name, String position, RecordSink sink) {
        this.address = address;
        this.scope = scope;
        this.name = name;
        this.position = position;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name("outbox " + name).daemon(true).unstarted(this::run);
    }

    /**
     * Starts to send; the outbox closes the sink.
     *
     * @param name of the sink, for messages
     * @param position the name of its position
     */
    public static Outbox start(LedgerAddress ledger, Scope scope, String name, String position, RecordSink sink) {
        var outbox = new Outbox(ledger, scope, name, position, sink);
        if (scope == Scope.NOTICES) {
            outbox.beginAtEnd();
        }
        outbox.thread.start();
        return outbox;
    }

    private OutboxPosition openPosition() throws IOException {
        return OutboxPosition.open(address, position);
    }

    /** Keeps the position of a new receiver before anything else is recorded. */
    private void beginAtEnd() {
        try (var opened = openPosition()) {
            if (opened.tryLead()) {
                beginAtEnd(opened);
            }
        } catch (SQLException | IOException | RuntimeException failed) {
            logProblem(failed);
        }
    }

    private void beginAtEnd(OutboxPosition opened) throws SQLException, IOException {
        if (opened.isNew()) {
            try (var reader = address.reader()) {
                opened.advance(reader, reader.head().size());
            }
        }
    }

    private void run() {
        try (sink) {
            var rest = FIRST_REST;
            while (true) {
                long before = state.position();
                attempt();
                rest = state.position() > before ? FIRST_REST : rest;
                Thread.sleep(rest);
                var twice = rest.multipliedBy(2);
                rest = twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends until a failure, once it is this gateway's turn. */
    private void attempt() throws InterruptedException {
        try (var opened = openPosition()) {
            while (!opened.tryLead()) {
                state.setWaiting(true);
                state.moveTo(opened.next());
                logRecovery();
                Thread.sleep(TURN);
            }
            state.setWaiting(false);
            send(opened);
        } catch (SQLException | IOException | RuntimeException failed) {
            logProblem(failed);
        }
    }

    private void send(OutboxPosition opened) throws SQLException, IOException, InterruptedException {
        if (scope == Scope.NOTICES) {
            beginAtEnd(opened);
        }
        try (var reader = address.reader();
                var records = VerifiedRecords.of(address)) {
            opened.requireIn(reader);
            var ledger = new OutboxRun.Ledger(reader, records);
            var run = new OutboxRun(ledger, opened, sink, state, scope == Scope.NOTICES);
            while (true) {
                opened.requireLead();
                boolean hasMore = run.step();
                if (run.isConfirming()) {
                    logRecovery();
                }
                if (!hasMore) {
                    Thread.sleep(PAUSE);
                }
            }
        }
    }

    /** Logs a failure once. */
    private void logProblem(Exception failed) {
        var why = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        if (state.fail(why)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    scope.title + " cannot be sent to " + name + " at present; they will be sent later: " + why);
        }
    }

    private void logRecovery() {
        if (state.recover()) {
            LOG.log(System.Logger.Level.INFO, scope.title + " are sent to " + name + " again.");
        }
    }

    /** The name of its sink. */
    public String name() {
        return name;
    }

    /** How it gets on. */
    public OutboxState state() {
        return state;
    }

    /** Stops; what is not confirmed is sent when it is started again. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
