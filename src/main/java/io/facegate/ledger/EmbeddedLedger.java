package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.store.Beginning;
import io.facegate.ledger.store.Line;
import io.facegate.ledger.store.Writer;
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

/** The ledger in one SQLite file of the data folder. */
final class EmbeddedLedger implements Ledger {
    /** Where nobody's call waits, a slow disk is no reason to fail. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String log;
    private final Scribe scribe;
    private final Writer writer;
    private final long deadlineNanos;
    private final Tally tally = new Tally();
    private final Thread minutes;
    private @Nullable Door door;
    private volatile @Nullable String halted;

    private EmbeddedLedger(String log, Scribe scribe, Writer writer, Duration deadline) {
        this.log = log;
        this.scribe = scribe;
        this.writer = writer;
        this.deadlineNanos = deadline.toNanos();
        this.minutes = Thread.ofVirtual().name("ledger-minutes").unstarted(this::everyMinute);
    }

    /** Opens; with a door, commands can hand in their records while this runs. */
    static EmbeddedLedger open(Path data, LedgerSettings settings, boolean withDoor) {
        try {
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var folder = data.toRealPath();
            var scribe = new Scribe(settings.build(), new Commitment(Beginning.of(folder)));
            var log = new LogKey(folder).prepare(settings.log()).name();
            SignedCheckpoint.demandKept(folder);
            var limits = new Writer.Limits(settings.queue(), settings.linger());
            var writer = Writer.open(
                    folder,
                    limits,
                    late -> scribe.outcome(late, new Ending("not_forwarded", "late", -1, 0), Instant.now()));
            var ledger = new EmbeddedLedger(log, scribe, writer, settings.deadline());
            ledger.begin(withDoor ? folder : null);
            return ledger;
        } catch (IOException | SQLException unfit) {
            throw new Fault.LedgerDown("The ledger in " + data + " cannot be opened: " + unfit.getMessage());
        }
    }

    private void begin(@Nullable Path folder) throws IOException {
        boolean begun = false;
        try {
            for (var open : writer.open()) {
                durable(
                        scribe.outcome(open, new Ending("unknown", "restart", -1, 0), Instant.now()),
                        PATIENCE.toNanos());
            }
            if (folder != null) {
                door = Door.open(folder, this::administrative);
            }
            minutes.start();
            begun = true;
        } finally {
            if (!begun) {
                writer.close();
            }
        }
    }

    @Override
    public Cleared clear(Question question, Decision.Permit permit, Undertaking undertaking) {
        var written = scribe.permit(question, permit, undertaking);
        durable(written.line(), deadlineNanos);
        // The pass lives as long again: a caller that a busy processor woke late did not wait for the disk.
        return new Cleared(receipt(written), question.caller(), undertaking.sent(), System.nanoTime() + deadlineNanos);
    }

    @Override
    public Receipt refuse(Question question, Decision.Refuse refuse) {
        var written = scribe.refuse(question, refuse);
        durable(written.line(), deadlineNanos);
        return receipt(written);
    }

    @Override
    public Receipt answer(Question question, Decision decision) {
        var written = scribe.answer(question, decision);
        durable(written.line(), deadlineNanos);
        return receipt(written);
    }

    private Receipt receipt(Scribe.Written written) {
        return new Receipt(log, written.id(), written.line().leaf());
    }

    @Override
    public void close(Cleared cleared, Ending ending) {
        if (halted == null) {
            writer.later(scribe.outcome(cleared.decision(), ending, Instant.now()));
        }
    }

    @Override
    public void unauthenticated(String source, Fault.Why why, Instant now) {
        tally.count(source, why, now);
    }

    @Override
    public void administrative(Administrative act) {
        durable(scribe.act(act), PATIENCE.toNanos());
    }

    private void durable(Line line, long nanos) {
        demandNotHalted();
        writer.durable(line, System.nanoTime() + nanos);
    }

    private void demandNotHalted() {
        if (halted != null) {
            throw new Fault.LedgerDown("The ledger takes nothing more until the gateway is restarted: " + halted);
        }
    }

    @Override
    public Head head() {
        demandNotHalted();
        var head = writer.head();
        return new Head(head.size(), HexFormat.of().formatHex(head.root()), writer.lost());
    }

    @Override
    public void halt(String why) {
        halted = why;
    }

    private void everyMinute() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(60 - Instant.now().getEpochSecond() % 60));
                flush(Instant.now());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush(Instant now) {
        tally.flush(now, (kind, attempts, minute) -> writer.later(scribe.failed(kind, attempts, minute)));
    }

    @Override
    public void close() {
        minutes.interrupt();
        if (door != null) {
            door.close();
        }
        flush(Instant.MAX);
        writer.close();
    }
}
