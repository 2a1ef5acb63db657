package io.facegate.ledger.audit;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Background audit: verifies the whole log of a gateway, pass after pass. It pauses after each piece of work, to use at
 * most one twenty-fifth of one core, the database's share included; half of one in a pass that somebody asked for.
 */
public final class LedgerAudit implements Supplier<AuditState>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LedgerAudit.class.getName());
    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final long RESTS = 24;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LedgerAddress address;
    private final Duration between;
    /** True once the ledger stopped for good: what was changed is then looked for at once, and without rests. */
    private final BooleanSupplier stopped;

    /** True from when somebody asks for a pass until it begins. */
    private final AtomicBoolean asked = new AtomicBoolean();

    private volatile boolean hastened;
    private final Thread thread;
    private volatile AuditState state;
    private final AtomicLong worked = new AtomicLong();
    private String said = "";

    private LedgerAudit(LedgerAddress address, Duration between, BooleanSupplier stopped) {
        this.stopped = stopped;
        this.address = address;
        this.between = between;
        this.state = AuditFile.read(address.data());
        this.thread = Thread.ofPlatform().name("audit").daemon(true).unstarted(this::run);
    }

    /** Creates the audit of a ledger; {@link #start} starts it. */
    public static LedgerAudit create(LedgerAddress address) {
        return create(address, BETWEEN);
    }

    /**
     * Same, of a running gateway.
     *
     * @param stopped true once its ledger accepts no record any more until a restart
     */
    public static LedgerAudit create(LedgerAddress address, BooleanSupplier stopped) {
        return new LedgerAudit(address, BETWEEN, stopped);
    }

    /** Same, with another pause between two passes. */
    static LedgerAudit create(LedgerAddress address, Duration between) {
        return new LedgerAudit(address, between, () -> false);
    }

    public void start() {
        thread.start();
    }

    @Override
    public AuditState get() {
        return state;
    }

    /** Processor time used since the start in nanoseconds, the database's share included. */
    public long processorNanos() {
        return worked.get();
    }

    /** Begins a pass at once, which rests only as long as it works. One that was asked for and runs is enough. */
    public void hasten() {
        if (!hastened) {
            asked.set(true);
        }
    }

    /** True while a pass that was asked for waits or runs. */
    public boolean isHastened() {
        return hastened || asked.get();
    }

    private void run() {
        try {
            Thread.sleep(FIRST);
            while (true) {
                hastened = asked.getAndSet(false);
                pass();
                hastened = false;
                rest();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next pass, which begins at once when the ledger stops. */
    private void rest() throws InterruptedException {
        boolean stoppedBefore = stopped.getAsBoolean();
        state = state.withNext(Instant.now().plus(between));
        long until = System.nanoTime() + between.toNanos();
        for (long left = between.toNanos(); left > 0; left = until - System.nanoTime()) {
            Thread.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
            if (asked.get() || (!stoppedBefore && stopped.getAsBoolean())) {
                return;
            }
        }
    }

    private void pass() throws InterruptedException {
        try (var ledger = address.reader();
                var records = VerifiedRecords.of(address);
                var archive = ProjectionSearch.open(0, address)) {
            var pass = new AuditPass(ledger, records, archive);
            state = state.withPosition(0, pass.size());
            boolean more = true;
            while (more) {
                long begun = PROCESSOR.getCurrentThreadCpuTime();
                more = pass.advance();
                state = state.withPosition(pass.next(), pass.size()).withFindings(pass.log(), pass.projection());
                warnOfFindings(pass);
                long took = processorNanosSince(begun);
                worked.addAndGet(took);
                if (asked.get() && pass.log() == null && pass.projection() == null) {
                    return;
                }
                Thread.sleep(Duration.ofNanos(stopped.getAsBoolean() ? 0 : hastened ? took : took * RESTS));
            }
            state = state.completed(Instant.now(), pass.log(), pass.projection());
            AuditFile.store(address.data(), state);
        } catch (SQLException | Fault.LedgerDown | IOException unreadable) {
            state = state.withProblem(String.valueOf(unreadable.getMessage()));
        }
    }

    /**
     * Processor time used since {@code begun}. For a file, this thread does all the work. A database does less work
     * than this thread, and is counted with the same amount.
     */
    private long processorNanosSince(long begun) {
        long own = PROCESSOR.getCurrentThreadCpuTime() - begun;
        return address.database() == null ? own : 2 * own;
    }

    private void warnOfFindings(AuditPass pass) {
        warnOf(pass.log(), "The ledger does not verify at record ", ". Run: facegate ledger verify");
        warnOf(pass.projection(), "The search file was wrong about record ", "; it is rebuilt.");
    }

    private void warnOf(AuditState.@Nullable Finding found, String before, String after) {
        var line = found == null ? "" : before + (found.index() + 1) + ": " + found.description() + after;
        if (!line.isEmpty() && !said.contains(line)) {
            said += line;
            LOG.log(System.Logger.Level.ERROR, line);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
