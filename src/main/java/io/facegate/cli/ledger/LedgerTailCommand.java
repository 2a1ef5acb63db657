package io.facegate.cli.ledger;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LanguageOption;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.usecase.ledger.RecordTail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate ledger tail}: prints the newest records. */
@Command(
        name = "tail",
        sortOptions = false,
        description = {
            "Prints the newest records, the oldest of them first.",
            "Without --json, a decision is a line of time, kind, verdict, organisation, capabilities, purpose, rule"
                    + " and id, and below it a sentence that says why. An outcome is a line of time, kind, status,"
                    + " code and id of its decision. With --json each line is the record's own bytes, as hashed.",
            "The view and who looked are recorded before anything is shown."
        },
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
final class LedgerTailCommand extends FacegateCommand {
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

    private boolean tampered;

    @Override
    protected ExitCode run() {
        var address = LedgerLocator.requireLedger(spec, settings.ledger());
        require(count >= 0, "-n takes a number that is not negative.");
        var printer = new RecordPrinter(settings);
        try {
            new RecordTail(address, looking.reader()).read(count, follow, record -> print(printer, record));
            return tampered ? ExitCode.LEDGER_DOES_NOT_VERIFY : ExitCode.DONE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE;
        }
    }

    private void print(RecordPrinter printer, CheckedRecord record) {
        tampered |= printer.print(record);
        if (!output().isJson() && record instanceof VerifiedRecord entry) {
            var said = printer.renderer().sentence(entry, translated.language());
            if (said != null) {
                output().print("    " + said);
            }
        }
    }
}
