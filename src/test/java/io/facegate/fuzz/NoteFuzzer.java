package io.facegate.fuzz;

import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import java.util.Arrays;

/** A signed note that a witness or another log sends, and the checkpoint in it. */
public final class NoteFuzzer {
    private NoteFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Claim.decodes(VerificationException.class, () -> {
            var note = SignedNote.parse(bytes);
            Claim.that(Arrays.equals(note.bytes(), bytes), "a note has one form, so nothing hides in it");
            Claim.that(!note.signatures().isEmpty(), "somebody signed it");
            var checkpoint = Checkpoint.parse(note);
            Claim.that(note.text().startsWith(checkpoint.text()), "what was read is what was signed");
            Claim.that(checkpoint.size() >= 0, "a size");
            Claim.that(checkpoint.root().length == 32, "a hash");
        });
    }
}
