package io.facegate.usecase.ledger;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.ReceiptSearch;
import io.facegate.ledger.proof.VerificationResult;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.registry.RegistrySignedHeadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Offline check of a ledger, a folder of tiles, a proof or a bundle. Shows no record but a proof's, so needs no view. */
public final class OfflineVerification {
    private final LedgerAddress what;
    private final List<Receipt> receipts = new ArrayList<>();
    private WitnessPolicy witnesses = WitnessPolicy.NONE;

    public OfflineVerification(LedgerAddress what) {
        this.what = what;
    }

    /** The check of a data folder, a ledger's file, a folder of tiles, a proof or a bundle. */
    public static OfflineVerification of(Path path) {
        return new OfflineVerification(LedgerAddress.ofFolder(path).withMemory(new RegistrySignedHeadStore(path)));
    }

    public LedgerAddress what() {
        return what;
    }

    public boolean isTiles() {
        return OfflineAudit.isTiles(what.data());
    }

    public boolean isProof() {
        try {
            return OfflineAudit.isProof(what.data());
        } catch (IOException unreadable) {
            return false;
        }
    }

    public boolean isBundle() {
        try {
            return OfflineAudit.isBundle(what.data());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Demands that the quorum of this C2SP tlog-policy signed the checkpoint. */
    public void requireWitnesses(String policy) throws VerificationException {
        witnesses = WitnessPolicy.parse(policy);
    }

    /** Demands that the ledger has the record of this receipt. */
    public void requireReceipt(String receipt) throws VerificationException {
        receipts.add(ReceiptSearch.parse(receipt));
    }

    /**
     * Checks everything.
     *
     * @param keys the text of a public key or a key chain; null for the data folder's own
     * @param checkpoint a checkpoint that was noted elsewhere, or null
     */
    public VerificationResult verify(@Nullable String keys, @Nullable Path checkpoint) {
        return OfflineAudit.verify(new VerificationTarget(what, keys, checkpoint, witnesses, receipts));
    }
}
