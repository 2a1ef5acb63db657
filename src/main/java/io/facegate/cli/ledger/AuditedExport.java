package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileProblem;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.reading.SearchArchive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Exports records into a new file, readable by its owner only, after recording the export in the ledger. */
final class AuditedExport {
    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file to write; it must be new.")
    private Path to = Path.of("");

    @Option(
            names = "--by",
            required = true,
            paramLabel = "NAME",
            description = "Who takes the records; the record of it only commits to the name.")
    private String by = "";

    private boolean begun;

    /** Prepares the content of an export. */
    @FunctionalInterface
    interface Content {
        Prepared prepare(SearchArchive archive) throws IOException;
    }

    /** An export, to be written once its act is recorded. */
    record Prepared(Ledger.Administrative act, Writing writing) {}

    /** Writes the export. */
    @FunctionalInterface
    interface Writing {
        ExportResult write(OutputStream out) throws IOException;
    }

    String reader() {
        return by;
    }

    int write(CommandSpec spec, CommonOptions settings, Content content) {
        LedgerLocator.requireLedger(spec, settings.ledger());
        try (var archive = SearchArchive.open(settings.ledger())) {
            long searched = archive.indexLag().taken();
            var prepared = content.prepare(archive);
            var done = write(settings, prepared);
            printResult(settings, prepared.act(), done);
            if (done.records() == 0) {
                settings.printError("No record matches, up to record " + searched + ". The file holds no record.");
            }
            return ExitCode.DONE.number();
        } catch (Fault.LedgerTampered tampered) {
            settings.printError("Nothing was exported. " + tampered.getMessage());
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (FileAlreadyExistsException there) {
            settings.printError("--to " + to + " exists already. Name a new file.");
            return ExitCode.USAGE.number();
        } catch (Fault.LedgerDown | IOException failed) {
            settings.printError(
                    (begun ? to + " is not complete: " : "Nothing was written: ") + FileProblem.sentence(failed));
            return ExitCode.FAULT.number();
        }
    }

    private ExportResult write(CommonOptions settings, Prepared prepared) throws IOException {
        try (var out = openNewFile()) {
            begun = true;
            Ledger.administrate(settings.ledger(), prepared.act());
            return prepared.writing().write(out);
        } catch (Fault.LedgerTampered tampered) {
            Files.deleteIfExists(to);
            throw tampered;
        }
    }

    private static void printResult(CommonOptions settings, Ledger.Administrative act, ExportResult done) {
        settings.output()
                .print(
                        CommandOutput.fields(
                                "records", done.records(), "digest", done.digest(), "subject", act.subject()),
                        done.records() + " records, digest " + done.digest() + ", on record as " + act.subject());
    }

    private OutputStream openNewFile() throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var channel = Files.newByteChannel(to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner);
        return new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), 1 << 16);
    }
}
