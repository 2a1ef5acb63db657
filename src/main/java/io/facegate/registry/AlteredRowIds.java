package io.facegate.registry;

import java.util.Set;

/**
 * Which rows may be believed.
 *
 * @param altered the others, such as {@code organisation/hope}
 */
record AlteredRowIds(Set<String> altered) {
    /** Believes every row, for lists that say beside each whether it verifies. */
    static final AlteredRowIds ALL = new AlteredRowIds(Set.of());

    boolean has(SealedTable table, String id) {
        return altered.isEmpty() || !altered.contains(table.ref(id));
    }
}
