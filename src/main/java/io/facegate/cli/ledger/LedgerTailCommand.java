package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LanguageOption;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.RecordLine;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.replay.PolicyHistory;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facegate ledger tail}: prints the newest records. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the newest records, the oldest of them first.",
            "Without --json, a decision is a line of time, kind, verdict, organisation, capabilities, purpose, rule"
                    + " and id, and below it a sentence that says why. An outcome is a line of time, kind, status,"
                    + " code and id of its decision. With --json each line is the record's own bytes, as hashed.",
            "The view and who looked are recorded before anything is shown."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or the view cannot be recorded",
            "2:usage, or there is no ledger in the folder",
            "5:a record does not verify; it is shown as such"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger tail",
            "  facegate ledger tail -n 100 --json | jq 'select(.verdict == \"refuse\") | .rule'",
            "  facegate ledger tail --follow"
        })
final class LedgerTailCommand implements Callable<Integer> {
    private static final int BATCHES = 16;
    private static final long PAUSE_MILLIS = 200;

    @Option(names = "-n", paramLabel = "N", defaultValue = "10", description = "How many records. Default: 10.")
    private int count;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing records as they are written, until interrupted.")
    private boolean follow;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private LanguageOption translated = new LanguageOption();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable NarrativeWriter narratives;
    private boolean tampered;

    @Override
    public Integer call() {
        var address = LedgerLocator.demand(spec, settings.ledger());
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "-n takes a number that is not negative.");
        }
        try {
            print(address);
            return (tampered ? ExitCode.LEDGER_DOES_NOT_VERIFY : ExitCode.DONE).number();
        } catch (Fault.LedgerDown unable) {
            settings.complain(String.valueOf(unable.getMessage()));
            return ExitCode.FAULT.number();
        } catch (SQLException unreadable) {
            settings.complain("The ledger cannot be read: " + unreadable.getMessage());
            return ExitCode.FAULT.number();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE.number();
        }
    }

    private void print(LedgerAddress address) throws SQLException, InterruptedException {
        try (var ledger = address.reader();
                var records = VerifiedRecords.of(address)) {
            long size = ledger.head().size();
            long next = Math.max(0, size - count);
            var subject = "newest=" + count + (follow ? " follow" : "");
            looking.record(settings.ledger(), AccessAuditRecord.of(subject, looking.by(), Instant.now()));
            while (follow || next < size) {
                long before = next;
                var batches = ledger.around(next, BATCHES);
                if (!batches.isEmpty()
                        && batches.getLast().first() + batches.getLast().count() > records.size()) {
                    records.refresh(ledger);
                }
                for (var batch : batches) {
                    print(records.of(ledger, batch), next, follow ? Long.MAX_VALUE : size);
                    next = Math.max(next, batch.first() + batch.count());
                }
                if (next == before) {
                    if (!follow) {
                        return;
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    private void print(List<CheckedRecord> batch, long from, long until) {
        for (var record : batch) {
            if (record.index() >= from && record.index() < until) {
                tampered |= RecordLine.print(settings, record);
                if (!settings.json() && record instanceof VerifiedRecord entry) {
                    explain(new String(entry.json(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void explain(String line) {
        var said = narratives().sentence(line.getBytes(StandardCharsets.UTF_8));
        if (said != null) {
            settings.print("    " + LedgerLocator.harmless(said));
        }
    }

    private NarrativeWriter narratives() {
        var made = narratives;
        if (made == null) {
            made = new NarrativeWriter(translated.language(), UnaryOperator.identity(), PolicyHistory.none());
            narratives = made;
        }
        return made;
    }
}
