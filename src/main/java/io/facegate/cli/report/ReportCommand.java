package io.facegate.cli.report;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LanguageOption;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.report.PublicReportWriter;
import io.facegate.usecase.report.ReportComposer;
import io.facegate.usecase.report.ReportDocument;
import io.facegate.usecase.report.ReportFormat;
import io.facegate.usecase.report.ReportPeriod;
import io.facegate.usecase.report.TransparencyReport;
import io.facegate.usecase.report.TransparencyReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate report}: makes the transparency report of a period. */
@Command(
        name = "report",
        sortOptions = false,
        description = {
            "Makes the transparency report of a period, the same as the console's: calls by type of organisation,"
                    + " purpose and capability, refusals by rule, exemptions, reviews, faults, gaps, comparisons with"
                    + " vendors' trails, the policies in use, and whether the report is complete.",
            "The report names the records that it counts and the root over them. With --records it is made again of"
                    + " the same records. Who makes it is recorded before anything is counted. It works whether or not"
                    + " a gateway runs on the folder."
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, the file not written, or the report not recorded",
            "2:usage, or there is no ledger in the folder",
            "5:the report is made, and says that records were changed"
        },
        footer = {
            "",
            "Examples:",
            "  facegate report --from 2026-07-01 --until 2026-09-30 --format pdf --to quarter.pdf --by m.roe",
            "  facegate report --format json | jq .calls",
            "  facegate report --from 2026-01-01 --until 2026-12-31 --ai-act --to evidence.zip --by m.roe",
            "  facegate report --from 2026-01-01 --until 2026-12-31 --publish --to 2026.html --by m.roe"
        })
public final class ReportCommand extends FacegateCommand {
    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "The first day, in UTC. Default, with --until: the last whole quarter.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "DAY", description = "The last day, included whole.")
    private @Nullable String until;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "html, pdf, csv or json (as with --json). Default: html.")
    private @Nullable String format;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "A new file, readable by its owner only. Without it the report is printed; a PDF needs it.")
    private @Nullable Path file;

    @Option(
            names = "--publish",
            description = "For the public: the report of a whole year, without small counts and without what would tell"
                    + " them. Not as JSON.")
    private boolean publish;

    @Option(
            names = "--ai-act",
            description = "A ZIP with evidence for Articles 12 and 26 of the EU AI Act: the report in each format, the"
                    + " measures by article, the policies in force, and the records with their proofs. Needs --to.")
    private boolean aiAct;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Counts the first N records of the log only, to make an earlier report again.")
    private @Nullable Long records;

    @Mixin
    private LanguageOption language = new LanguageOption();

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Override
    protected ExitCode run() {
        var period = period();
        var chosen = chosenFormat();
        requireFits(period, chosen);
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try (var reports = TransparencyReports.open(ledger)) {
            if (aiAct && file != null) {
                return keep(reports.aiAct(language.language()).write(period, looking.reader()));
            }
            var recorded = publish ? TransparencyReports.PUBLISHED + chosen.recorded() : chosen.recorded();
            var report = reports.take(period, recorded, looking.reader(), records);
            write(chosen, report);
            return isDamaged(report) ? ExitCode.LEDGER_DOES_NOT_VERIFY : ExitCode.DONE;
        } catch (IllegalArgumentException unusable) {
            // Only the number of records is checked that late.
            throw usageError("--records is " + records + ": " + unusable.getMessage() + '.');
        } catch (IOException unwritten) {
            return fail(ExitCode.FAULT, "The report was not written: " + FileErrorFormatter.sentence(unwritten));
        }
    }

    private ReportPeriod period() {
        if (from == null && until == null) {
            return ReportPeriod.lastQuarter(Instant.now());
        }
        if (from == null || until == null) {
            throw usageError("--from and --until belong together.");
        }
        try {
            return new ReportPeriod(day("--from", from), day("--until", until));
        } catch (IllegalArgumentException unusable) {
            throw usageError("--until: the last day must not be before the first, and a period is at most ten years.");
        }
    }

    private LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw usageError(option + ": '" + text + "' is not a day; expected 2026-07-01.");
        }
    }

    private ReportFormat chosenFormat() {
        if (format == null) {
            return output().isJson() ? ReportFormat.JSON : ReportFormat.HTML;
        }
        var named = ReportFormat.fromWord(format);
        if (named == null) {
            throw usageError("--format is " + format + "; it must be html, pdf, csv or json.");
        }
        if (output().isJson() && named != ReportFormat.JSON) {
            throw usageError("Say either --json or --format.");
        }
        return named;
    }

    private void requireFits(ReportPeriod period, ReportFormat chosen) {
        if (publish && !PublicReportWriter.isFor(period)) {
            throw usageError("--publish is for a whole year, such as --from 2026-01-01 --until 2026-12-31: reports of"
                    + " periods that overlap would tell the counts that each of them hides.");
        }
        if (publish && chosen == ReportFormat.JSON) {
            throw usageError("--publish is for html, pdf and csv.");
        }
        if (aiAct && (publish || format != null || records != null || output().isJson())) {
            throw usageError("--ai-act has its own formats: leave out --publish, --format, --json and --records.");
        }
        if ((chosen == ReportFormat.PDF || aiAct) && file == null) {
            throw usageError("This needs a file: --to FILE.");
        }
        if (file != null && Files.exists(file)) {
            throw usageError("--to: " + file + " is there already. Name a new file.");
        }
    }

    private void write(ReportFormat chosen, TransparencyReport report) throws IOException {
        var bytes = publish
                ? chosen.write(PublicReportWriter.compose(report, language.language()))
                : chosen.write(report, language.language());
        if (file == null) {
            output().print(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
        } else {
            keep(bytes);
        }
    }

    private ExitCode keep(byte[] bytes) throws IOException {
        var place = Objects.requireNonNull(file);
        AtomicFile.writeNew(place, bytes);
        return done("The report is in " + place + '.');
    }

    private static boolean isDamaged(TransparencyReport report) {
        return ReportComposer.compose(report, Language.EN).state() == ReportDocument.State.WRONG;
    }
}
