package io.facegate.usecase.report;

import java.util.List;

/**
 * Calls by the words of one field. A call may have several words, so the rows may add up to more than all calls.
 *
 * @param kind the kind of words, as {@link io.facegate.policy.vocabulary.WordTitles} knows it
 * @param rows in the order of the vocabulary
 */
public record Breakdown(String kind, List<Row> rows) {
    public Breakdown {
        rows = List.copyOf(rows);
    }

    /**
     * The calls of one word.
     *
     * @param code the word; empty for calls that have none
     * @param depth how many broader words stand above it
     */
    public record Row(String code, int depth, long calls, long permitted, long refused) {}
}
