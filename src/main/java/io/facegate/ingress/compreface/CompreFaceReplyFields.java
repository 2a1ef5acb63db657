package io.facegate.ingress.compreface;

import io.facegate.call.Capability;
import io.facegate.ingress.ReplyFieldTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of all fields that the vendor's replies have, and what of a face each of them tells. */
final class CompreFaceReplyFields {
    private static final ReplyFieldTable TABLE =
            ReplyFieldTable.beside(CompreFaceReplyFields.class, "compreface-replies.tsv");

    private CompreFaceReplyFields() {}

    /** What a field of that name says of a face, or null where no reply has one. */
    static @Nullable Set<Capability> tells(String field) {
        return TABLE.tells(field);
    }
}
