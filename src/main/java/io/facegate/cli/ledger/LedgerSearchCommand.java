package io.facegate.cli.ledger;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.usecase.ledger.AuditedRecords;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger search}: finds records. */
@Command(
        name = "search",
        sortOptions = false,
        description = {
            "Prints the records that match all the given options and words, newest first. A word must occur in the"
                    + " record, or in the registered name of its organisation. An id, or its first eight digits or"
                    + " more, finds its record, and the outcome of its decision.",
            "The search uses the index search.db, which is brought up to date first. With --json each line is the"
                    + " record's own bytes.",
            "Each search and who made it are recorded before anything is shown. To find these records, ask for them:"
                    + " --where act=view, with --person NAME for what a person looked at, or --where subject=ID for"
                    + " who looked at a decision."
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or the view cannot be recorded",
            "2:usage, an unknown word, or no ledger in the folder",
            "5:a record does not verify; it is shown as such"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger search --org metro-pd --verdict refuse --from 2026-11-01",
            "  facegate ledger search --where status=vendor_error --where operation=CompareFaces",
            "  facegate ledger search --case 24-1187",
            "  facegate ledger search moratorium amazon",
            "  facegate ledger search 0199c3f2-7a10",
            "  facegate ledger search 'hope for children' --verdict refuse"
        })
public final class LedgerSearchCommand extends FacegateCommand {
    private static final int MOST = 1000;

    @Parameters(
            paramLabel = "WORDS",
            arity = "0..*",
            description = "Words that must occur in the record: text, an id or its beginning, an organisation's name.")
    private List<String> words = new ArrayList<>();

    @Option(names = "-n", paramLabel = "N", defaultValue = "50", description = "How many, at most 1000. Default: 50.")
    private int count;

    @Option(
            names = "--before",
            paramLabel = "N",
            description = "Only records before record N, to continue from an earlier page. The first record is 1.")
    private @org.jspecify.annotations.Nullable Long before;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        require(count >= 1 && count <= MOST, "-n takes a number from 1 to " + MOST + '.');
        try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
            return search(records);
        }
    }

    private ExitCode search(AuditedRecords records) {
        var query = options.query(records.words(), words, count)
                .withoutViews()
                .beforeIndex(before == null ? null : before - 1);
        var found = records.list(query, looking.reader());
        var printer = new RecordPrinter(settings);
        boolean tampered = false;
        for (var record : found.records()) {
            tampered |= printer.print(record);
        }
        if (found.records().isEmpty()) {
            output().printSummary("No record matches, up to record " + found.searched() + '.');
        }
        if (found.records().size() == count) {
            output().printError("There may be more: --before "
                    + (found.records().getLast().index() + 1));
        }
        return tampered ? ExitCode.LEDGER_DOES_NOT_VERIFY : ExitCode.DONE;
    }
}
