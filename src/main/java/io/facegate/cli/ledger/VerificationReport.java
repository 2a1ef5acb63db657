package io.facegate.cli.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.LedgerLocator;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.proof.VerificationResult;
import io.facegate.ledger.proof.VerificationResult.ReceiptResult;
import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import io.facegate.usecase.ledger.OfflineVerification;
import org.jspecify.annotations.Nullable;

/** Prints the result of a ledger verification. */
final class VerificationReport {
    private final CommonOptions settings;
    private final OfflineVerification check;

    VerificationReport(CommonOptions settings, OfflineVerification check) {
        this.settings = settings;
        this.check = check;
    }

    void print(VerificationResult verdict) {
        if (settings.output().isJson()) {
            settings.output().print(json(verdict).toString());
            return;
        }
        var damage = verdict.records().damage();
        if (damage != null) {
            printError(describe(damage));
        } else if (verdict.problem() != null) {
            printError("It does not verify: " + verdict.problem() + '.');
        } else if (verdict.checkpoint() != null && check.isBundle()) {
            settings.output()
                    .print("The bundle verifies: " + verdict.records().size() + " records of the log "
                            + LedgerLocator.sanitize(verdict.checkpoint().origin()) + ", complete and unchanged.");
        } else if (check.isProof()) {
            settings.output().print("The proof verifies. This record stands in the log:");
        } else {
            settings.output()
                    .print("The ledger verifies: " + verdict.records().size() + " records, root "
                            + verdict.records().root());
            printSigned(verdict);
        }
        verdict.records()
                .notes()
                .forEach(note ->
                        settings.output().print(LedgerLocator.sanitize(check.isProof() ? note : "Note: " + note)));
        verdict.receipts().forEach(this::receipt);
    }

    private void printSigned(VerificationResult verdict) {
        var checkpoint = verdict.checkpoint();
        if (checkpoint == null) {
            settings.output().print("No checkpoint signs them. Compare the root with one that was noted elsewhere.");
            return;
        }
        long uncovered = verdict.uncoveredRecords();
        var log = LedgerLocator.sanitize(checkpoint.origin());
        settings.output()
                .print(
                        uncovered == 0
                                ? "All " + checkpoint.size()
                                        + " records are covered by the latest signed checkpoint of " + log + '.'
                                : "The latest signed checkpoint of " + log + " covers " + checkpoint.size()
                                        + " of them. The " + uncovered
                                        + " records after it are covered only by receipts.");
    }

    private void receipt(ReceiptResult sought) {
        var id = sought.receipt().id();
        if (sought.isFound()) {
            settings.output()
                    .print("The receipt of " + id + " is of record "
                            + (sought.index().orElseThrow() + 1) + '.');
        } else {
            printError(
                    sought.afterCopy()
                            ? "The receipt of " + id + " is newer than the checked copy. Check it against a newer copy."
                            : "The record of receipt " + id
                                    + " is missing: the log has later records, but none with its hash.");
        }
    }

    private void printError(String line) {
        settings.output().printError(LedgerLocator.sanitize(line));
    }

    /** Describes damage for people: record numbers count from 1, as in "Record 3 of 8". */
    private static String describe(Damage damage) {
        return "The ledger does not verify. Record " + (damage.index() + 1)
                + (damage.id() == null ? "" : " (" + damage.id() + ")") + ": " + damage.description()
                + (damage.description().endsWith(".") ? "" : ".");
    }

    private ObjectNode json(VerificationResult verdict) {
        var said = JsonMappers.PLAIN.createObjectNode().put("verifies", verdict.isIntact());
        if (check.isProof()) {
            verdict.records().notes().forEach(record -> said.put("proves", record));
        } else {
            said.put("size", verdict.records().size());
            verdict.records().notes().forEach(note -> said.withArray("notes").add(note));
        }
        var checkpoint = verdict.checkpoint();
        if (checkpoint != null) {
            said.put("log", checkpoint.origin()).put("checkpoint", checkpoint.size());
            if (!check.isProof() && !check.isBundle()) {
                said.put("receipts_only", verdict.uncoveredRecords());
            }
        }
        verdict.receipts().forEach(sought -> said.withArray("receipts").add(json(sought)));
        return addDamage(said, verdict, verdict.records().damage());
    }

    private static ObjectNode json(ReceiptResult sought) {
        var said = JsonMappers.PLAIN
                .createObjectNode()
                .put("id", sought.receipt().id())
                .put("found", sought.isFound());
        return sought.isFound()
                ? said.put("record", sought.index().orElseThrow())
                        .put("number", sought.index().orElseThrow() + 1)
                : said.put("younger", sought.afterCopy());
    }

    private static ObjectNode addDamage(ObjectNode said, VerificationResult verdict, @Nullable Damage damage) {
        if (damage == null) {
            return verdict.problem() == null
                    ? said.put("root", verdict.records().root())
                    : said.put("what", verdict.problem());
        }
        said.put("record", damage.index()).put("number", damage.index() + 1).put("what", damage.description());
        return damage.id() == null ? said : said.put("id", damage.id());
    }
}
