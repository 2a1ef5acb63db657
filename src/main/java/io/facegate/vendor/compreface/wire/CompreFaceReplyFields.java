package io.facegate.vendor.compreface.wire;

import io.facegate.call.Capability;
import io.facegate.vendor.wire.ReplyFieldTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Table of all fields of CompreFace replies, with the capabilities that each field reveals about a face. */
final class CompreFaceReplyFields {
    private static final ReplyFieldTable TABLE =
            ReplyFieldTable.load(CompreFaceReplyFields.class, "compreface-replies.tsv");

    private CompreFaceReplyFields() {}

    /** Returns the capabilities that a field reveals, or null when no reply has the field. */
    static @Nullable Set<Capability> revealedCapabilities(String field) {
        return TABLE.revealedCapabilities(field);
    }
}
