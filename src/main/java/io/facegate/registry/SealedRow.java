package io.facegate.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row with its child rows, as covered by its HMAC.
 *
 * @param ref table and id, such as {@code organisation/hope}
 * @param values names and values of all non-null columns, then those of the child rows
 * @param mac the stored HMAC, or null if there is none
 */
record SealedRow(String ref, List<Object> values, byte @Nullable [] mac, List<Object> keys) {
    /** Primary key values. */
    Object[] key() {
        return keys.toArray();
    }
}
