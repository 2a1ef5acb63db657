package io.facegate.ledger.narrative;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision in plain words, for somebody who is no programmer.
 *
 * @param asked one sentence: who asked for what, for which purpose, when
 * @param decided one sentence: permitted or refused
 * @param why one or two sentences: the rule, its source, the fact that decided
 * @param notes sentences: what it rested on, exceptions that held, rules that decided nothing, obligations
 * @param change one sentence: the nearest change that would have turned it, or null where that cannot be told
 * @param ended one sentence: how it ended, or null when nothing was forwarded
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

    /** The same with another sentence for how it ended. */
    Narrative ending(String otherwise) {
        return new Narrative(asked, decided, why, notes, change, otherwise);
    }
}
