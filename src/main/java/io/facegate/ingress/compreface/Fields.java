package io.facegate.ingress.compreface;

import io.facegate.call.Capability;
import io.facegate.ingress.FieldTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of all fields that the vendor's replies have, and what of a face each of them tells. */
final class Fields {
    private static final FieldTable TABLE = FieldTable.beside(Fields.class, "compreface-replies.tsv");

    private Fields() {}

    /** What a field of that name says of a face, or null where no reply has one. */
    static @Nullable Set<Capability> tells(String field) {
        return TABLE.tells(field);
    }
}
