package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.RecordExport;
import io.facegate.usecase.ledger.RecordExport.Exported;
import io.facegate.usecase.ledger.RecordExport.Incomplete;
import io.facegate.usecase.ledger.RecordExport.Recipient;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** One export into a new file: where to, by whom, and how it ends. Mixed into the commands that export. */
final class ExportRun {
    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file to write; it must be new.")
    private Path to = Path.of("");

    @Option(
            names = "--by",
            required = true,
            paramLabel = "NAME",
            description = "Who takes the records; the record of it only commits to the name.")
    private String by = "";

    /** Writes the matching records. */
    @FunctionalInterface
    interface Content {
        Exported write(RecordExport export, RecordQuery query, Recipient to) throws IOException, Incomplete;
    }

    /** Writes what belongs to one record; empty if there is no such record. */
    @FunctionalInterface
    interface OneContent {
        Optional<Exported> write(RecordExport export, Recipient to) throws IOException, Incomplete;
    }

    ExitCode write(CommandSpec spec, CommonOptions settings, SearchOptions options, Content content) {
        return run(spec, settings, export -> {
            var query = options.query(export.words(), List.of(), 1);
            return Optional.of(content.write(export, query, new Recipient(to, by, options.caseId())));
        });
    }

    ExitCode writeOne(CommandSpec spec, CommonOptions settings, OneContent content) {
        return run(spec, settings, export -> content.write(export, new Recipient(to, by, null)));
    }

    /** Writes the file. */
    @FunctionalInterface
    private interface Work {
        Optional<Exported> run(RecordExport export) throws IOException, Incomplete;
    }

    private ExitCode run(CommandSpec spec, CommonOptions settings, Work work) {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try (var export = RecordExport.open(ledger, settings.registry(), settings.policies())) {
            var done = work.run(export);
            if (done.isEmpty()) {
                settings.output().printError(AuditedRecords.NO_DECISION);
                return ExitCode.USAGE;
            }
            print(settings, done.get());
            return ExitCode.DONE;
        } catch (Fault.LedgerTampered tampered) {
            settings.output().printError("Nothing was exported. " + tampered.getMessage());
            return ExitCode.LEDGER_DOES_NOT_VERIFY;
        } catch (FileAlreadyExistsException there) {
            settings.output().printError("--to " + to + " exists already. Name a new file.");
            return ExitCode.USAGE;
        } catch (Incomplete begun) {
            settings.output().printError(to + " is not complete: " + FileErrorFormatter.sentence(begun.why()));
        } catch (Fault.LedgerDown | IOException failed) {
            settings.output().printError("Nothing was written: " + FileErrorFormatter.sentence(failed));
        }
        return ExitCode.FAULT;
    }

    private static void print(CommonOptions settings, Exported done) {
        settings.output()
                .print(
                        CommandOutput.fields(
                                "records", done.records(), "digest", done.digest(), "subject", done.subject()),
                        done.records() + " records, digest " + done.digest() + ", on record as " + done.subject());
        if (done.records() == 0) {
            settings.output()
                    .printError("No record matches, up to record " + done.searched() + ". The file holds no record.");
        }
    }
}
