package io.facegate.vendor.azure.wire;

import io.facegate.call.Capability;
import io.facegate.vendor.wire.ReplyFieldTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Table of all fields of Azure Face replies, with the capabilities that each field reveals about a face. */
final class AzureFaceReplyFields {
    private static final ReplyFieldTable TABLE =
            ReplyFieldTable.load(AzureFaceReplyFields.class, "azure-face-replies.tsv");

    /** The face attributes that a query may request. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "age",
            "gender",
            "headPose",
            "smile",
            "facialHair",
            "glasses",
            "emotion",
            "hair",
            "makeup",
            "occlusion",
            "accessories",
            "blur",
            "exposure",
            "noise",
            "mask",
            "qualityForRecognition");

    private AzureFaceReplyFields() {}

    /** Returns the capabilities that a face attribute reveals, or null for an unknown attribute. */
    static @Nullable Set<Capability> attribute(String name) {
        return ATTRIBUTES.contains(name) ? TABLE.revealedCapabilities(name) : null;
    }

    /** Returns the attributes that a call can request. */
    static Set<String> attributes() {
        return ATTRIBUTES;
    }

    /** Returns the capabilities that a field reveals, or null when no reply has the field. */
    static @Nullable Set<Capability> revealedCapabilities(String field) {
        return TABLE.revealedCapabilities(field);
    }
}
