package io.facegate.cli.ledger;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.ledger.RecordExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facegate ledger bundle}: exports records with proofs, as evidence that others can verify. */
@Command(
        name = "bundle",
        sortOptions = false,
        description = {
            "Writes the records that match all the given options, with the outcomes of the decisions among them,"
                    + " into a ZIP file. The file has a proof for each record, the policies that decided, and"
                    + " README.txt, which explains how to check everything offline: ledger verify --key FILE BUNDLE,"
                    + " or by hand.",
            "Who makes the bundle is recorded before the file is written. That record names the SHA-256 of the"
                    + " contents."
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
            "  facegate ledger bundle --case 24-1187 --to 24-1187.zip --by m.roe",
            "  facegate ledger bundle --org metro-pd --from 2026-10-01 --until 2026-10-31 --to october.zip --by m.roe"
        })
public final class LedgerBundleCommand extends FacegateCommand {
    @Mixin
    private ExportRun exporting = new ExportRun();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Override
    protected ExitCode run() {
        return exporting.write(spec, settings, options, RecordExport::bundle);
    }
}
