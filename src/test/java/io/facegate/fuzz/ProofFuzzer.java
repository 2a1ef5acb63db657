package io.facegate.fuzz;

import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tree.AuditPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The proof that a record stands in the log, as anybody may hand it over. */
public final class ProofFuzzer {
    private ProofFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Claim.decodes(VerificationException.class, () -> {
            var proof = TlogProof.parse(bytes);
            Claim.that(
                    proof.encoded().equals(new String(bytes, StandardCharsets.UTF_8)),
                    "a proof has one form, so nothing hides in it");
            Claim.that(proof.index() >= 0, "a place");
            var signed = Checkpoint.parse(proof.checkpoint());
            proof.requireIn(signed);
            Claim.that(
                    Arrays.equals(
                            AuditPath.computeRoot(proof.leaf(), proof.index(), signed.size(), proof.path()),
                            signed.root()),
                    "what counts as proven leads to the root");
            Claim.that(proof.index() < signed.size(), "a record of the log");
        });
    }
}
