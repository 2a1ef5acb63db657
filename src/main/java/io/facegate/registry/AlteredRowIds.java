package io.facegate.registry;

import java.util.Set;

/**
 * Ids of the rows that do not verify; all other rows are trusted.
 *
 * @param altered such as {@code organisation/hope}
 */
record AlteredRowIds(Set<String> altered) {
    /** Trusts every row, for lists that show each row's verification status. */
    static final AlteredRowIds ALL = new AlteredRowIds(Set.of());

    boolean isUnaltered(SealedTable table, String id) {
        return altered.isEmpty() || !altered.contains(table.ref(id));
    }
}
