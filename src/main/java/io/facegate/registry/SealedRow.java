package io.facegate.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row with everything that belongs to it, as its HMAC covers it.
 *
 * @param ref its table and id, such as {@code organisation/hope}
 * @param values names and values of all its columns that hold something, then those of the rows that belong to it
 * @param mac as it stands in the row, or null where there is none
 */
record SealedRow(String ref, List<Object> values, byte @Nullable [] mac, List<Object> keys) {
    /** The values of its primary key. */
    Object[] key() {
        return keys.toArray();
    }
}
