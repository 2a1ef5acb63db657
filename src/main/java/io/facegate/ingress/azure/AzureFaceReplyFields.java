package io.facegate.ingress.azure;

import io.facegate.call.Capability;
import io.facegate.ingress.ReplyFieldTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of all fields that the vendor's replies have, and what of a face each of them tells. */
final class AzureFaceReplyFields {
    private static final ReplyFieldTable TABLE =
            ReplyFieldTable.beside(AzureFaceReplyFields.class, "azure-face-replies.tsv");

    /** What may be asked of a face in a query. */
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

    /** What an attribute of that name says of a face, or null where there is none of that name. */
    static @Nullable Set<Capability> attribute(String name) {
        return ATTRIBUTES.contains(name) ? TABLE.tells(name) : null;
    }

    /** What a field of that name says of a face, or null where no reply has one. */
    static @Nullable Set<Capability> tells(String field) {
        return TABLE.tells(field);
    }
}
