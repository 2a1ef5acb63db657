package io.facegate.registry;

import java.util.List;
import java.util.function.Predicate;

/**
 * A row that a change wrote.
 *
 * @param intended true for a row with the values that the change meant; what is read back is compared before it is
 *     sealed
 */
record WrittenRow(SealedTable table, Predicate<RowColumns> intended, List<Object> key) {
    static WrittenRow of(SealedTable table, Object... key) {
        return new WrittenRow(table, any -> true, List.of(key));
    }

    /** A row that must be read back as it was meant. */
    static WrittenRow of(SealedTable table, Predicate<RowColumns> intended, String id) {
        return new WrittenRow(table, intended, List.of(id));
    }

    Object[] keys() {
        return key.toArray();
    }
}
