package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.usecase.ledger.AuditedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger prove}: writes the inclusion proof of one decision into a file. */
@Command(
        name = "prove",
        sortOptions = false,
        description = {
            "Writes one file that proves to anybody with the log's public key that a decision is in the ledger. The"
                    + " file has the record's bytes, the path from its hash to the root, and the checkpoint that"
                    + " signs the root (C2SP tlog-proof). Check it with: ledger verify --key FILE PROOF"
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or nothing could be signed",
            "2:usage, or no such decision",
            "5:a record of it does not verify"
        },
        footer = {"", "Example:", "  facegate ledger prove 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --out case-7.tlog-proof"
        })
public final class LedgerProveCommand extends FacegateCommand {
    @Parameters(paramLabel = "ID", description = "The decision's id.")
    private String id = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; - prints it. Default: ID.tlog-proof.")
    private @Nullable String out;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try {
            var proof = AuditedRecords.prove(ledger, id, looking.reader());
            if (proof.isEmpty()) {
                return fail(ExitCode.USAGE, AuditedRecords.NO_DECISION);
            }
            write(proof.get());
            return ExitCode.DONE;
        } catch (Fault.LedgerTampered tampered) {
            return fail(ExitCode.LEDGER_DOES_NOT_VERIFY, "Nothing is proved. " + tampered.getMessage());
        } catch (IOException unwritable) {
            return fail(ExitCode.FAULT, "The proof could not be written: " + unwritable);
        }
    }

    private void write(String proof) throws IOException {
        if ("-".equals(out)) {
            output().print(proof.stripTrailing());
            return;
        }
        var file = Path.of(out == null ? id + ".tlog-proof" : out);
        Files.write(file, proof.getBytes(StandardCharsets.UTF_8));
        output().print(
                        CommandOutput.fields("proof", file.toString()),
                        "Written: " + file + ". Check it with: facegate ledger verify --key FILE " + file);
    }
}
