package io.facegate.policy.proof;

import io.facegate.policy.Mistake;
import io.facegate.policy.language.Book;
import io.facegate.policy.proof.model.Limits;
import java.time.Instant;
import java.util.List;

/** What is checked of policies before they are put in force. */
public final class Invariants {
    private Invariants() {}

    /** Of each invariant that was not proved, where it stands and why not; none where all hold. */
    public static List<Mistake> check(Book book) {
        return new Prover(book, Limits.usual(Instant.now()))
                .proofs().stream()
                        .filter(proof -> !proof.isProved())
                        .map(Invariants::mistake)
                        .toList();
    }

    private static Mistake mistake(Proof proof) {
        var place = proof.invariant().place();
        var why = String.join("; ", proof.why());
        return new Mistake(
                place.file(),
                place.line(),
                place.column(),
                "the invariant '" + proof.invariant().id() + "' is " + proof.word() + ": "
                        + proof.invariant().says() + ' ' + why);
    }
}
