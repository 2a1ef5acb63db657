package io.facegate.cli.ledger;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.OcsfVersion;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate ledger export}: exports records as a file for other tools. */
@Command(
        name = "export",
        sortOptions = false,
        description = {
            "Writes the records that match all the given options into a new file, oldest first: jsonl (the exact"
                    + " bytes), json (the same, as one array), csv, parquet, ocsf (API Activity) or"
                    + " cloudevents.",
            "Prints the number of records and the SHA-256 of their leaf hashes in that order, which is the same in"
                    + " every format. Who exports is recorded before the first record is read."
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or the file not written",
            "2:usage, or an unknown word",
            "5:a record that belongs in it does not verify; no file is left"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger export --format csv --org metro-pd --from 2026-01-01 --to metro.csv --by m.roe",
            "  facegate ledger export --format jsonl --to all.jsonl --by m.roe",
            "  facegate ledger export --format ocsf --ocsf 1.6.0 --to all.ocsf --by m.roe"
        })
public final class LedgerExportCommand extends FacegateCommand {
    @Option(
            names = "--format",
            required = true,
            paramLabel = "F",
            description = "jsonl, json, csv, parquet, ocsf, cloudevents.")
    private String format = "";

    @Option(
            names = "--ocsf",
            paramLabel = "VERSION",
            completionCandidates = OcsfVersions.class,
            description = "With --format ocsf, the version of OCSF that events name: ${COMPLETION-CANDIDATES}. Without"
                    + " this option, the first of them.")
    private @Nullable String ocsf;

    @Mixin
    private ExportRun exporting = new ExportRun();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Override
    protected ExitCode run() {
        var chosen = format();
        var version = version(chosen);
        return exporting.write(
                spec, settings, options, (export, query, to) -> export.export(query, chosen, version, to));
    }

    private OcsfVersion version(ExportFormat chosen) {
        if (ocsf == null) {
            return OcsfVersion.DEFAULT;
        }
        if (chosen != ExportFormat.OCSF) {
            throw usageError("--ocsf goes with --format ocsf.");
        }
        return OcsfVersion.find(ocsf)
                .orElseThrow(() -> usageError(
                        "--ocsf is " + ocsf + "; it must be one of " + String.join(", ", new OcsfVersions()) + "."));
    }

    /** The numbers of the versions, the usual one first. */
    private static final class OcsfVersions extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        OcsfVersions() {
            super(Stream.of(OcsfVersion.values()).map(OcsfVersion::number).toList());
        }
    }

    private ExportFormat format() {
        try {
            return ExportFormat.valueOf(format.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw usageError("--format is " + format + "; it must be jsonl, json, csv, parquet, ocsf or cloudevents.");
        }
    }
}
