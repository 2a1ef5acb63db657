package io.facegate.ledger.narrative;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explanation of a decision in plain language, for readers who are not programmers.
 *
 * @param asked one sentence: who asked for what, for which purpose, when
 * @param decided one sentence: permitted or refused
 * @param why one or two sentences: the rule, its source, the deciding fact
 * @param notes sentences: evidence, exceptions that applied, rules that decided nothing, obligations
 * @param change one sentence: the nearest change that would have reversed the decision, or null if unknown
 * @param ended one sentence: the outcome, or null when nothing was forwarded
 */
public record Narrative(
        String asked,
        String decided,
        String why,
        List<String> notes,
        @Nullable String change,
        @Nullable String ended) {
    public Narrative {
        notes = List.copyOf(notes);
    }

    /** Returns a copy with another sentence for the outcome. */
    Narrative withOutcome(String otherwise) {
        return new Narrative(asked, decided, why, notes, change, otherwise);
    }
}
