package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.ExclusiveAppealStep;
import io.facegate.ledger.checkpoint.RollbackCheck;
import io.facegate.ledger.checkpoint.SignerStateReset;
import io.facegate.ledger.clock.ClockJumpDetector;
import io.facegate.ledger.clock.ClockRecords;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.ledger.retention.PruneAudit;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.LedgerWriter;
import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.store.OutageCounter;
import io.facegate.ledger.store.RunMarkerFile;
import io.facegate.ledger.store.SaltFile;
import io.facegate.policy.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Ledger of one gateway or command, in a file or a database. */
final class GatewayLedger implements Ledger {
    /** Deadline for writes that no call waits for: a slow disk is then no reason to fail. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String log;
    private final RecordWriter recordWriter;
    private final LedgerWriter writer;
    private final SaltFile salts;
    private final long deadlineNanos;
    private final AdministrativeActValidator acts;
    private final LedgerAddress address;
    private final AuthFailureCounter failureCounter = new AuthFailureCounter();
    private final OutageCounter gap = new OutageCounter();
    private final Thread seconds;
    private volatile LedgerClock clock;
    private final ClockRecords clockRecords = new ClockRecords();
    private final RegistryRootHistory roots;
    private @Nullable RunMarkerFile running;
    private @Nullable AdminSocket adminSocket;
    private volatile @Nullable String halted;
    /** False for a command: it compares the clock only for its own act; only a gateway records clock deviations. */
    private boolean isGateway;

    private GatewayLedger(Named named, RecordWriter recordWriter, LedgerWriter writer, SaltFile salts) {
        this.log = named.log;
        this.address = named.address;
        this.clock = LedgerClock.uncompared(named.settings.time().clock());
        this.roots = new RegistryRootHistory(address, true);
        this.acts = new AdministrativeActValidator(address, roots, named.settings.registries());
        this.recordWriter = recordWriter;
        this.writer = writer;
        this.salts = salts;
        this.deadlineNanos = named.settings.deadline().toNanos();
        this.seconds = Thread.ofVirtual().name("ledger-seconds").unstarted(this::everySecond);
    }

    /** Address, log name and settings of the ledger. */
    private record Named(LedgerAddress address, String log, LedgerSettings settings) {}

    /** Opens the ledger. With an admin socket, commands can send records over a socket while it is open. */
    static GatewayLedger open(LedgerAddress address, LedgerSettings settings, boolean withDoor) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(address.data(), owner);
            var folder = address.data().toRealPath();
            var there = address.withData(folder);
            var log = settings.accepting() ? SignerStateReset.begin(there) : RollbackCheck.begin(there, settings.log());
            var recordWriter = new RecordWriter(settings.build(), LedgerKeyFile.read(folder));
            var salts = SaltFile.open(folder);
            try {
                var machine = settings.time().clock();
                var writer = new LedgerWriter(
                        there.store(),
                        new LedgerWriter.Limits(settings.queue(), settings.linger()),
                        salts::store,
                        late -> recordWriter.outcome(late, new Ending("not_forwarded", "late", 0), machine.instant()));
                var ledger = new GatewayLedger(new Named(there, log, settings), recordWriter, writer, salts);
                ledger.start(withDoor ? folder : null, settings.time().isCompared() ? there : null);
                return ledger;
            } catch (IOException | SQLException | Fault unfit) {
                salts.close();
                throw unfit;
            }
        } catch (IOException | SQLException unfit) {
            throw new Fault.LedgerDown("The ledger in " + address + " cannot be opened: " + unfit.getMessage());
        }
    }

    /**
     * Starts writing.
     *
     * @param folder where the socket for commands is opened, or null for none
     * @param address of the records that the machine's clock is compared with, or null for no comparison
     */
    private void start(@Nullable Path folder, @Nullable LedgerAddress address) throws IOException, SQLException {
        boolean begun = false;
        try {
            isGateway = folder != null;
            var left = writer.open();
            if (address != null) {
                compareClock(address);
            }
            for (var open : left) {
                writeDurably(
                        recordWriter.outcome(open, new Ending("unknown", "restart", 0), clock.now()),
                        PATIENCE.toNanos());
            }
            if (folder != null) {
                run(RunMarkerFile.ofFolder(folder));
                adminSocket = AdminSocket.open(folder, this::administer);
            }
            seconds.start();
            begun = true;
        } finally {
            if (!begun) {
                writer.close();
            }
        }
    }

    /**
     * Compares the machine's clock with the newest records; records a deviation before anything else. If those records
     * do not verify, a gateway does not start. A command does, since one command confirms the clock.
     */
    private void compareClock(LedgerAddress address) throws SQLException {
        try {
            clock = LedgerClock.of(NewestTime.read(address), clock.machine());
        } catch (Fault.LedgerTampered unknown) {
            if (isGateway) {
                throw unknown;
            }
            clock = LedgerClock.unconfirmed(clock.machine());
        }
        if (isGateway) {
            PruneAudit.logNewestDamage(address);
        }
        var reading = clock.read();
        if (isGateway && clockRecords.isDue(reading)) {
            writeDurably(recordWriter.clock(reading.expected(), reading.now()), PATIENCE.toNanos());
        }
    }

    /** Records an outage if the previous run was cut off: unanswered calls were not counted from then on. */
    private void run(RunMarkerFile run) throws IOException {
        var since = run.lastAliveBeforeCrash();
        if (since != null) {
            writeDurably(recordWriter.gap(0, since, clock.now()), PATIENCE.toNanos());
        }
        run.create();
        running = run;
    }

    @Override
    public Cleared recordPermit(Question question, Decision.Permit permit, Undertaking undertaking) {
        var written = recordWriter.permit(question, permit, undertaking);
        writeInTime(written.line());
        // The pass lives a full deadline more: a caller that a busy processor woke late did not wait for the disk.
        return new Cleared(receipt(written), question.caller(), undertaking.sent(), System.nanoTime() + deadlineNanos);
    }

    @Override
    public Receipt refuse(Question question, Decision.Refuse refuse) {
        var written = recordWriter.refuse(question, refuse);
        writeInTime(written.line());
        return receipt(written);
    }

    @Override
    public Receipt recordEvaluation(Question question, Decision decision) {
        var written = recordWriter.evaluation(question, decision);
        writeInTime(written.line());
        return receipt(written);
    }

    private Receipt receipt(RecordWriter.WrittenRecord written) {
        return new Receipt(log, written.id(), written.line().leaf(), written.sandbox());
    }

    /** Writes a record that a call waits for, then the number of earlier calls that could not be recorded. */
    private void writeInTime(LogEntry line) {
        try {
            writeDurably(line, deadlineNanos);
        } catch (Fault.LedgerDown down) {
            gap.count(clock.now());
            throw down;
        }
        repeatClockRecord();
        var missed = gap.takeCount();
        if (missed != null) {
            writer.enqueue(recordWriter.gap(missed.attempts(), missed.since(), clock.now()));
        }
    }

    /** Repeats the clock record while the clock is off: a later start reads only the newest records. */
    private void repeatClockRecord() {
        var reading = clock.read();
        if (isGateway && clockRecords.isDue(reading)) {
            writer.enqueue(recordWriter.clock(reading.expected(), reading.now()));
        }
    }

    @Override
    public void close(Cleared cleared, Ending ending) {
        requireNotHalted();
        if (!writer.enqueue(recordWriter.outcome(cleared.trail(), ending.withReply(cleared.reply()), clock.now()))) {
            throw new Fault.LedgerDown("The outcome of a call could not be recorded.");
        }
    }

    @Override
    public void countUnauthenticated(String source, Fault.Why why, Instant now) {
        failureCounter.count(source, why, now);
    }

    @Override
    public void recordAct(Administrative act) {
        var changed = act.details().roots();
        if (changed != null) {
            roots.requireNext(changed, act.act().equals(AdministrativeActDetails.ACCEPT));
        }
        writeDurably(recordWriter.act(act), PATIENCE.toNanos());
        if (changed != null) {
            roots.add(changed);
        }
        if (act.act().equals(NewestTime.ACCEPT)) {
            clock.accept();
            clockRecords.reset();
        } else {
            repeatClockRecord();
        }
    }

    @Override
    public RecordedRegistryRoots roots() {
        return roots;
    }

    @Override
    public LedgerClock clock() {
        return clock;
    }

    /**
     * Records an act of a command, checked and dated here. A prune of a file is also carried out.
     *
     * @throws Fault.LedgerDown if the act is unknown or not allowed
     */
    void administer(Administrative said) {
        if (!AdministrativeActValidator.isExclusive(said.act())) {
            validate(said);
            return;
        }
        // No other act of these may come between the check of one and its end. Others do not wait for a long prune.
        synchronized (acts) {
            ExclusiveAppealStep.take(address, said.subject(), said.act(), () -> validate(said));
        }
    }

    private void validate(Administrative said) {
        var act = new Administrative(said.act(), said.subject(), said.person(), said.caseId(), clock.now())
                .withDetails(said.details());
        var pruned = acts.validate(act, confirmedTime(act.now()), isGateway);
        if (pruned == null) {
            recordAct(act);
        } else if (!pruned.recorded()) {
            // A verifier of the prune compares its time with the CLOCK record before it.
            repeatClockRecord();
            recordAct(act.withDetails(act.details().withNewestRemoved(pruned.newest())));
        }
        if (pruned != null && address.database() == null) {
            remove(pruned);
        }
    }

    /** Time that records' age is measured by. A clock that is ahead and unconfirmed makes no record older. */
    private Instant confirmedTime(Instant now) {
        var reading = clock.read();
        return reading.state() == LedgerClock.State.AHEAD ? reading.expected() : now;
    }

    private void remove(AdministrativeActValidator.Pruned pruned) {
        requireNotHalted();
        try {
            address.salts().prune(pruned.ids());
            writer.prune(pruned.minimum());
        } catch (SQLException | IOException failed) {
            throw new Fault.LedgerDown("Not everything is pruned: " + failed.getMessage());
        }
    }

    private void writeDurably(LogEntry line, long nanos) {
        requireNotHalted();
        writer.writeDurably(line, System.nanoTime() + nanos);
    }

    private void requireNotHalted() {
        if (halted != null) {
            throw new Fault.LedgerDown("The ledger accepts no more records until the gateway is restarted: " + halted);
        }
    }

    @Override
    public Head head() {
        requireNotHalted();
        var head = writer.head();
        return new Head(head.size(), HexFormat.of().formatHex(head.root()), writer.lostRecords());
    }

    @Override
    public @Nullable String stopReason() {
        return writer.stopReason();
    }

    @Override
    public void halt(String why) {
        halted = why;
    }

    private void everySecond() {
        var steps = new ClockJumpDetector(clock.machine().read());
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                var both = clock.machine().read();
                var now = both.wall();
                var expected = steps.detectStep(both);
                if (expected != null) {
                    // If the clock was off already, the ledger's time is expected, not that of a second ago.
                    var reading = clock.read();
                    writer.enqueue(recordWriter.clock(reading.agrees() ? expected : reading.expected(), now));
                }
                followClock();
                if (running != null) {
                    running.touch(now);
                }
                flush(now);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Records when the clock goes off and when it is right again. */
    private void followClock() {
        var reading = clock.read();
        if (isGateway && clockRecords.hasRecovered(reading)) {
            writer.enqueue(recordWriter.act(new Administrative(NewestTime.ACCEPT, "agrees_again", reading.now())));
        } else if (clockRecords.hasGoneOff(reading)) {
            repeatClockRecord();
        }
    }

    /** True if every accepted record is, or will be, on disk. */
    private boolean isComplete() {
        try {
            return writer.head().size() >= 0;
        } catch (Fault.LedgerDown failed) {
            return false;
        }
    }

    private void flush(Instant now) {
        failureCounter.flush(
                now, (kind, attempts, minute) -> writer.enqueue(recordWriter.authFailures(kind, attempts, minute)));
    }

    @Override
    public void close() {
        seconds.interrupt();
        if (adminSocket != null) {
            adminSocket.close();
        }
        flush(Instant.MAX);
        boolean whole = isComplete();
        writer.close();
        roots.close();
        try {
            salts.close();
            if (running != null && whole) {
                running.delete();
            }
        } catch (SQLException | IOException already) {
            throw new Fault.LedgerDown("The file beside the ledger did not close: " + already.getMessage());
        }
    }
}
