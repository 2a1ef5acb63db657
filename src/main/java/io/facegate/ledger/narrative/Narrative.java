package io.facegate.ledger.narrative;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explanation of a decision in plain language, for readers who are not programmers.
 *
 * @param asked one sentence: who asked for what, for which purpose, when
 * @param decided one sentence: permitted or refused
 * @param reason one or two sentences: the rule, and the deciding fact
 * @param source the rule's source, as a sentence that follows the reason; empty if none is on record
 * @param notes sentences: evidence, exceptions that applied, rules that decided nothing, obligations
 * @param change one sentence: the nearest change that would have reversed the decision, or null if unknown
 * @param ended one sentence: the outcome, or null when nothing was forwarded
 */
public record Narrative(
        String asked,
        String decided,
        String reason,
        String source,
        List<String> notes,
        @Nullable String change,
        @Nullable String ended) {
    public Narrative {
        notes = List.copyOf(notes);
    }

    /** The reason with the rule's source. */
    public String why() {
        return reason + source;
    }

    /** Returns a copy with another sentence for the outcome. */
    Narrative withOutcome(String otherwise) {
        return new Narrative(asked, decided, reason, source, notes, change, otherwise);
    }
}
