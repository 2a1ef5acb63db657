package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.proof.InclusionProver;
import java.util.Optional;

/** Proof that one decision is in the ledger (C2SP tlog-proof). */
public final class DecisionProof {
    private DecisionProof() {}

    /**
     * Proves a decision; empty if there is none with that id. A proof contains its record, so it counts as a view.
     *
     * @throws Fault.LedgerTampered if a record of it does not verify
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     */
    public static Optional<String> prove(LedgerAddress ledger, String id, String viewer) {
        var proof = InclusionProver.prove(ledger, id);
        proof.ifPresent(_ -> ViewAudit.of(ledger).recordView(viewer, id));
        return proof.map(TlogProof::encoded);
    }
}
