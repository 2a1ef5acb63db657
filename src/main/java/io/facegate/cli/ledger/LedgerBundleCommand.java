package io.facegate.cli.ledger;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.ledger.RecordExport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger bundle}: exports records with proofs, as evidence that others can verify. */
@Command(
        name = "bundle",
        sortOptions = false,
        description = {
            "Writes the records that match all the given options, with the outcomes of the decisions among them,"
                    + " into a ZIP file. The file has a proof for each record, the policies that decided, and"
                    + " README.txt, which explains how to check everything offline: ledger verify --key FILE BUNDLE,"
                    + " or by hand.",
            "With the id of a decision it holds that decision: its outcome, the reviews of its answer, its appeal, and"
                    + " an account that people can read and print, in English and French.",
            "Who makes the bundle is recorded before the file is written. That record names the SHA-256 of the"
                    + " contents."
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or the file not written",
            "2:usage, an unknown word, or no such decision",
            "5:a record that belongs in it does not verify; no file is left"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger bundle 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --to one.zip --by m.roe",
            "  facegate ledger bundle --case 24-1187 --to 24-1187.zip --by m.roe",
            "  facegate ledger bundle --org metro-pd --from 2026-10-01 --until 2026-10-31 --to october.zip --by m.roe"
        })
public final class LedgerBundleCommand extends FacegateCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The decision's id; then no other option chooses.")
    private @Nullable String id;

    @Mixin
    private ExportRun exporting = new ExportRun();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Override
    protected ExitCode run() {
        if (id == null) {
            return exporting.write(spec, settings, options, RecordExport::bundle);
        }
        if (!options.isEmpty()) {
            throw usageError("A decision's id chooses already: give it without --org, --case and the like.");
        }
        var decision = id;
        return exporting.writeOne(
                spec, settings, (export, to) -> export.bundle(decision, UnaryOperator.identity(), to));
    }
}
