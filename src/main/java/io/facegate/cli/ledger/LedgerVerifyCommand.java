package io.facegate.cli.ledger;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.note.VerificationException;
import io.facegate.usecase.ledger.OfflineVerification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger verify}: verifies a ledger, a published log, a proof or a receipt. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Checks a whole ledger offline. Hashes every record again, rebuilds the tree, and compares it after"
                    + " every batch, with the stored head and with the newest signed checkpoint. Checks that records"
                    + " are canonical, that no id is used twice, and that every outcome ends one earlier permit. Or"
                    + " checks a folder of published tiles, the proof of one record, or an evidence bundle.",
            "Names the first record that was changed. With --key it trusts only that public key. Without it, it"
                    + " trusts the key in the data folder, which shows only changes by somebody who does not have the"
                    + " secret key. Records after the newest checkpoint are counted; only receipts cover them."
        },
        exitCodeList = {
            "0:no record was changed",
            "2:usage, or there is no ledger",
            "5:the ledger does not verify, or has no record of a receipt"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger verify",
            "  facegate ledger verify --key log.vkey /backup/ledger.db --checkpoint noted.txt",
            "  facegate ledger verify --key log.vkey /srv/log",
            "  facegate ledger verify --key log.vkey 24-1187.zip",
            "  facegate ledger verify --key log.vkey 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81.tlog-proof",
            "  facegate ledger verify --receipt 'facegate.local/… 019ab8f2-… base64'"
        })
public final class LedgerVerifyCommand extends FacegateCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description =
                    "A data folder, a ledger's file, a folder of tiles, a proof or a bundle. Default: the ledger of"
                            + " --data and --ledger.")
    private @Nullable Path path;

    @Option(names = "--key", paramLabel = "FILE", description = "The log's public key, as `ledger key show` prints it.")
    private @Nullable Path key;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A checkpoint that was noted elsewhere. The ledger must be the one it signs, or have grown from"
                            + " it.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--witnesses",
            paramLabel = "FILE",
            description = "A C2SP tlog-policy file. Its quorum must have signed the checkpoint.")
    private @Nullable Path witnesses;

    @Option(
            names = "--receipt",
            paramLabel = "R",
            description = "A Facegate-Receipt header, whose record the ledger must have. Repeatable.")
    private List<String> receipts = new ArrayList<>();

    @Option(
            names = "--receipts",
            paramLabel = "FILE",
            description = "A file of receipts, one per line. The ledger must have the record of each.")
    private @Nullable Path file;

    @Override
    protected ExitCode run() {
        var check = path == null ? new OfflineVerification(settings.ledger()) : OfflineVerification.of(path);
        if (!check.isTiles()) {
            LedgerLocator.requireTrace(spec, check.what());
        }
        var keys = read(key);
        var noted = readable(checkpoint);
        requireWitnesses(check);
        requireReceipts(check);
        var verdict = check.verify(keys, noted);
        new VerificationReport(settings, check).print(verdict);
        return verdict.isIntact() ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
    }

    private void requireWitnesses(OfflineVerification check) {
        try {
            var text = read(witnesses);
            if (text != null) {
                check.requireWitnesses(text);
            }
        } catch (VerificationException malformed) {
            throw usageError(witnesses + ": " + malformed.reason() + '.');
        }
    }

    private void requireReceipts(OfflineVerification check) {
        var lines = new ArrayList<>(receipts);
        var text = read(file);
        if (text != null) {
            text.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        }
        for (var line : lines) {
            try {
                check.requireReceipt(line);
            } catch (VerificationException malformed) {
                throw usageError(
                        "This is not a receipt: " + LedgerLocator.sanitize(line) + ". " + malformed.reason() + '.');
            }
        }
    }

    private @Nullable Path readable(@Nullable Path named) {
        if (named != null && !Files.isReadable(named)) {
            throw usageError(named + " cannot be read.");
        }
        return named;
    }

    private @Nullable String read(@Nullable Path named) {
        try {
            return named == null ? null : Files.readString(named);
        } catch (IOException unreadable) {
            throw usageError(named + " cannot be read: " + FileErrorFormatter.sentence(unreadable));
        }
    }
}
