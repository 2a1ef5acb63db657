package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.writing.Writer;
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

/** The ledger as one gateway writes it, wherever it is. */
final class EmbeddedLedger implements Ledger {
    private final Scribe scribe;
    private final Writer writer;
    private final long deadlineNanos;
    private final Tally tally = new Tally();
    private final Thread minutes;
    private @Nullable Door door;

    private EmbeddedLedger(Scribe scribe, Writer writer, Duration deadline) {
        this.scribe = scribe;
        this.writer = writer;
        this.deadlineNanos = deadline.toNanos();
        this.minutes = Thread.ofVirtual().name("ledger-minutes").unstarted(this::everyMinute);
    }

    /** Opens; with a door, commands can hand in their records while this runs. */
    static EmbeddedLedger open(LedgerAddress address, LedgerSettings settings, boolean withDoor) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(address.data(), owner);
            var folder = address.data().toRealPath();
            var there = new LedgerAddress(folder, address.database(), address.alone());
            var scribe = new Scribe(settings.build(), new Commitment(there.key()));
            var writer = Writer.to(
                    there.store(),
                    new Writer.Limits(settings.queue(), settings.linger()),
                    late -> scribe.outcome(late, new Ending("not_forwarded", "late", -1, 0), Instant.now()));
            var ledger = new EmbeddedLedger(scribe, writer, settings.deadline());
            ledger.begin(withDoor ? folder : null);
            return ledger;
        } catch (IOException | SQLException unfit) {
            throw new Fault.LedgerDown("The ledger in " + address + " cannot be opened: " + unfit.getMessage());
        }
    }

    private void begin(@Nullable Path folder) throws IOException {
        boolean begun = false;
        try {
            for (var open : writer.open()) {
                writer.durable(
                        scribe.outcome(open, new Ending("unknown", "restart", -1, 0), Instant.now()), patiently());
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

    /** Nobody's call waits for it, so a slow disk is no reason to fail. */
    private static long patiently() {
        return System.nanoTime() + Duration.ofSeconds(30).toNanos();
    }

    @Override
    public Cleared clear(Question question, Decision.Permit permit, Undertaking undertaking) {
        var written = scribe.permit(question, permit, undertaking);
        writer.durable(written.line(), System.nanoTime() + deadlineNanos);
        // The pass lives as long again: a caller that a busy processor woke late did not wait for the disk.
        return new Cleared(written.id(), question.caller(), undertaking.sent(), System.nanoTime() + deadlineNanos);
    }

    @Override
    public String refuse(Question question, Decision.Refuse refuse) {
        var written = scribe.refuse(question, refuse);
        writer.durable(written.line(), System.nanoTime() + deadlineNanos);
        return written.id();
    }

    @Override
    public String answer(Question question, Decision decision) {
        var written = scribe.answer(question, decision);
        writer.durable(written.line(), System.nanoTime() + deadlineNanos);
        return written.id();
    }

    @Override
    public void close(Cleared cleared, Ending ending) {
        writer.later(scribe.outcome(cleared.decision(), ending, Instant.now()));
    }

    @Override
    public void unauthenticated(String source, Fault.Why why, Instant now) {
        tally.count(source, why, now);
    }

    @Override
    public void administrative(Administrative act) {
        writer.durable(scribe.act(act), patiently());
    }

    @Override
    public Head head() {
        var head = writer.head();
        return new Head(head.size(), HexFormat.of().formatHex(head.root()), writer.lost());
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
