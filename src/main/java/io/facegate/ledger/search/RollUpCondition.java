package io.facegate.ledger.search;

import org.jspecify.annotations.Nullable;

/**
 * A condition on records that roll-ups can answer, once it asks for decisions only.
 *
 * @param decisions true if only decisions meet it
 * @param wanted the {@link DecisionMarks} that a decision must have
 * @param unwanted those that it must not have
 */
record RollUpCondition(boolean decisions, int wanted, int unwanted) {
    static final RollUpCondition EVERYTHING = new RollUpCondition(false, 0, 0);

    /** The condition of a query beside its period; null if roll-ups cannot answer it. */
    static @Nullable RollUpCondition of(RecordQuery query) {
        RollUpCondition all = query.personal().isEmpty() && query.words().isEmpty() ? EVERYTHING : null;
        for (var coded : query.coded().entrySet()) {
            all = and(all, coded.getKey(), coded.getValue());
        }
        return all;
    }

    /** Both conditions; null if roll-ups cannot answer that. */
    static @Nullable RollUpCondition and(@Nullable RollUpCondition one, SearchFacet facet, String value) {
        if (one == null) {
            return null;
        }
        return switch (facet.term(value)) {
            case "kind:DECISION" -> new RollUpCondition(true, one.wanted, one.unwanted);
            case "verdict:permit" -> one.with(DecisionMarks.PERMITTED);
            case "verdict:refuse" -> one.with(DecisionMarks.REFUSED);
            case "status:" + RecordQuery.FAILED -> one.with(DecisionMarks.FAILED);
            case "sandbox:yes" -> one.with(DecisionMarks.SANDBOX);
            case "sandbox:no" -> one.without(DecisionMarks.SANDBOX);
            default -> null;
        };
    }

    RollUpCondition with(int mark) {
        return new RollUpCondition(decisions, wanted | mark, unwanted);
    }

    RollUpCondition without(int mark) {
        return new RollUpCondition(decisions, wanted, unwanted | mark);
    }

    /** How many of the decisions meet it, of counts by their marks. */
    long sum(long[] byMarks) {
        long sum = 0;
        for (int marks = 0; marks < byMarks.length; marks++) {
            sum += (marks & wanted) == wanted && (marks & unwanted) == 0 ? byMarks[marks] : 0;
        }
        return sum;
    }
}
