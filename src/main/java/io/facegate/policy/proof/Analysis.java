package io.facegate.policy.proof;

import io.facegate.policy.language.Book;
import io.facegate.policy.proof.bdd.Exhausted;
import io.facegate.policy.proof.model.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is proved and found of one book.
 *
 * @param findings rules that never matter; none where that would take too long
 * @param silences what no rule permits
 * @param unfinished why rules were not looked at, or null
 */
public record Analysis(
        List<Proof> proofs,
        List<Finding> findings,
        List<Silence> silences,
        @Nullable String unfinished) {
    public Analysis {
        proofs = List.copyOf(proofs);
        findings = List.copyOf(findings);
        silences = List.copyOf(silences);
    }

    public static Analysis of(Book book, Limits limits) {
        var prover = new Prover(book, limits);
        var proofs = prover.proofs();
        try {
            var stage = prover.exact();
            return new Analysis(proofs, Findings.of(stage), Silence.of(stage), null);
        } catch (Exhausted exhausted) {
            return new Analysis(proofs, List.of(), List.of(), "it would take " + exhausted.getMessage());
        }
    }
}
