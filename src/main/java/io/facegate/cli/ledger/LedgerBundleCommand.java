package io.facegate.cli.ledger;

import io.facegate.cli.CommonOptions;
import io.facegate.ledger.export.EvidenceBundle;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facegate ledger bundle}: exports records with proofs, as evidence that others can verify. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the records that fit everything that is asked, and the outcomes of the decisions among them, into"
                    + " a ZIP file with a proof for each, the policies that decided, and README.txt, which says how to"
                    + " check all of it offline: ledger verify --key FILE BUNDLE, or by hand.",
            "That it is done, and by whom, is on record before the file is written; that record names the SHA-256 of"
                    + " what is in it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or the file not written",
            "2:usage, or a word that nothing knows",
            "5:a record that would be in it does not verify; no file is left"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger bundle --case 24-1187 --to 24-1187.zip --by m.roe",
            "  facegate ledger bundle --org metro-pd --from 2026-10-01 --until 2026-10-31 --to october.zip --by m.roe"
        })
public final class LedgerBundleCommand implements Callable<Integer> {
    @Mixin
    private AuditedExport handing = new AuditedExport();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return handing.write(spec, settings, archive -> {
            var query = options.query(archive, settings, List.of(), 1);
            var bundle = EvidenceBundle.of(archive, settings.ledger(), query);
            return new AuditedExport.Prepared(bundle.act(handing.by(), options.matter()), bundle::write);
        });
    }
}
