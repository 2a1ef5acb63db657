package io.facegate.usecase.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of a table whose total is published, without the small ones.
 *
 * <p>A count from 1 to 9 is shown as “few”. So that it cannot be computed from the total, the first larger counts of the
 * table, in its order, are withheld too, at least one, until the hidden counts could be distributed otherwise: each small
 * one could then have at least eight different values. Which counts are withheld depends on their place, and on the sum
 * of what is hidden, which the total tells anyway; so it tells nothing more. A table in which too little can be hidden is
 * withheld as a whole.
 *
 * @param shown what is shown of each count, in the order of the table; empty if the whole table is withheld
 */
record CellSuppression(List<Shown> shown) {
    /** The smallest count, above zero, that is published. */
    static final long FEWEST = 10;

    /** How much of the hidden sum must be free: a small count is 1 to 9. */
    private static final long FREE = FEWEST - 2;

    CellSuppression {
        shown = List.copyOf(shown);
    }

    /** How a count is shown. */
    enum Kind {
        /** As it is. */
        NUMBER,
        /** As fewer than {@link #FEWEST}. */
        FEW,
        /** Not at all: it would reveal a small one. */
        WITHHELD
    }

    /**
     * What is shown of a count.
     *
     * @param number the count if it is shown as it is; else 0
     */
    record Shown(Kind kind, long number) {
        static final Shown WITHHELD = new Shown(Kind.WITHHELD, 0);

        static Shown of(long count) {
            return count > 0 && count < FEWEST ? new Shown(Kind.FEW, 0) : new Shown(Kind.NUMBER, count);
        }

        boolean isNumber() {
            return kind == Kind.NUMBER;
        }
    }

    /** Suppresses the small counts of a table whose rows add up to a published total, or may be taken to. */
    static CellSuppression of(List<Long> counts) {
        var shown = new ArrayList<>(counts.stream().map(Shown::of).toList());
        if (shown.stream().allMatch(Shown::isNumber)) {
            return new CellSuppression(shown);
        }
        long free = counts.stream()
                .filter(count -> count > 0 && count < FEWEST)
                .mapToLong(count -> count - 1)
                .sum();
        for (int place = 0; place < counts.size(); place++) {
            if (counts.get(place) >= FEWEST) {
                shown.set(place, Shown.WITHHELD);
                free += counts.get(place) - FEWEST;
                if (free >= FREE) {
                    return new CellSuppression(shown);
                }
            }
        }
        return new CellSuppression(List.of());
    }

    boolean isWithheld() {
        return shown.isEmpty();
    }
}
