package io.facegate.registry.store;

import java.util.Set;

/**
 * Which rows may be believed.
 *
 * @param altered the others, such as {@code organisation/hope}
 */
record Sound(Set<String> altered) {
    /** Believes every row, for lists that say beside each whether it verifies. */
    static final Sound ALL = new Sound(Set.of());

    boolean has(SealedTable table, String id) {
        return altered.isEmpty() || !altered.contains(table.ref(id));
    }
}
