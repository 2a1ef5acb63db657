package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.proof.InclusionProver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate ledger prove}: writes the inclusion proof of one decision into a file. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes one file that proves to anybody with the log's public key that a decision is in the ledger. The"
                    + " file has the record's bytes, the path from its hash to the root, and the checkpoint that"
                    + " signs the root (C2SP tlog-proof). Check it with: ledger verify --key FILE PROOF"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or nothing could be signed",
            "2:usage, or no such decision",
            "5:a record of it does not verify"
        },
        footer = {"", "Example:", "  facegate ledger prove 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --out case-7.tlog-proof"
        })
public final class LedgerProveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The decision's id.")
    private String id = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; - prints it. Default: ID.tlog-proof.")
    private @Nullable String out;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LedgerLocator.requireLedger(spec, settings.ledger());
        try {
            var proof = InclusionProver.prove(settings.ledger(), id);
            if (proof.isEmpty()) {
                settings.printError(
                        "The ledger has no decision with that id. To list the newest: facegate ledger tail");
                return ExitCode.USAGE.number();
            }
            // A proof contains its record, so taking one counts as a view.
            looking.record(settings.ledger(), AccessAuditRecord.forView(id, looking.reader(), Instant.now()));
            write(proof.get().encoded());
            return ExitCode.DONE.number();
        } catch (Fault.LedgerTampered tampered) {
            settings.printError("Nothing is proved. " + tampered.getMessage());
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerDown unable) {
            settings.printError(String.valueOf(unable.getMessage()));
        } catch (IOException unwritable) {
            settings.printError("The proof could not be written: " + unwritable);
        }
        return ExitCode.FAULT.number();
    }

    private void write(String proof) throws IOException {
        if ("-".equals(out)) {
            settings.print(proof.stripTrailing());
            return;
        }
        var file = Path.of(out == null ? id + ".tlog-proof" : out);
        Files.write(file, proof.getBytes(StandardCharsets.UTF_8));
        settings.output()
                .print(
                        CommandOutput.fields("proof", file.toString()),
                        "Written: " + file + ". Check it with: facegate ledger verify --key FILE " + file);
    }
}
