package io.facegate.vendor.rekognition.wire;

import io.facegate.call.FaceCall.Reference;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds references to external resources in a body, at any depth, by the vendor's field names, ignoring case. */
final class RekognitionReferences {
    private static final Map<String, Reference> NAMES = Map.ofEntries(
            Map.entry("s3object", Reference.S3_OBJECT),
            Map.entry("s3bucket", Reference.OUTPUT),
            Map.entry("outputconfig", Reference.OUTPUT),
            Map.entry("output", Reference.OUTPUT),
            Map.entry("s3destination", Reference.OUTPUT),
            Map.entry("humanloopconfig", Reference.OUTPUT),
            Map.entry("rolearn", Reference.ROLE),
            Map.entry("kmskeyid", Reference.KMS_KEY),
            Map.entry("snstopicarn", Reference.TOPIC),
            Map.entry("notificationchannel", Reference.TOPIC),
            Map.entry("kinesisvideostream", Reference.STREAM),
            Map.entry("kinesisdatastream", Reference.STREAM));

    private RekognitionReferences() {}

    static Set<Reference> find(Map<String, @Nullable Object> body) {
        var found = EnumSet.noneOf(Reference.class);
        search(body, found);
        return found;
    }

    private static void search(@Nullable Object value, Set<Reference> found) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> {
                    var reference = NAMES.get(String.valueOf(key).toLowerCase(Locale.ROOT));
                    if (reference != null && inner != null) {
                        found.add(reference);
                    }
                    search(inner, found);
                });
            case List<?> list -> list.forEach(inner -> search(inner, found));
            case null, default -> {}
        }
    }
}
