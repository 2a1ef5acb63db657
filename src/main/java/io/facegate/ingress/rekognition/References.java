package io.facegate.ingress.rekognition;

import io.facegate.call.FaceCall.Reference;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a body points at outside itself, at any depth, by the names the vendor's model uses. */
final class References {
    private static final Map<String, Reference> NAMES = Map.ofEntries(
            Map.entry("S3Object", Reference.S3_OBJECT),
            Map.entry("S3Bucket", Reference.OUTPUT),
            Map.entry("OutputConfig", Reference.OUTPUT),
            Map.entry("Output", Reference.OUTPUT),
            Map.entry("S3Destination", Reference.OUTPUT),
            Map.entry("HumanLoopConfig", Reference.OUTPUT),
            Map.entry("RoleArn", Reference.ROLE),
            Map.entry("KmsKeyId", Reference.KMS_KEY),
            Map.entry("SNSTopicArn", Reference.TOPIC),
            Map.entry("NotificationChannel", Reference.TOPIC),
            Map.entry("KinesisVideoStream", Reference.STREAM),
            Map.entry("KinesisDataStream", Reference.STREAM));

    private References() {}

    static Set<Reference> in(Map<String, @Nullable Object> body) {
        var found = EnumSet.noneOf(Reference.class);
        search(body, found);
        return found;
    }

    private static void search(@Nullable Object value, Set<Reference> found) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> {
                    var reference = NAMES.get(String.valueOf(key));
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
