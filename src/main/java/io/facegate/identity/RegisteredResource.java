package io.facegate.identity;

import io.facegate.call.FaceCall.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something outside a call that an organisation's calls may point at, as an operator registered it.
 *
 * @param name a bucket's name, with {@code gs://} before one of Google's; {@code https://} and a host; else an ARN or the id of a
 *     key
 */
public record RegisteredResource(Reference kind, String name) {
    private static final Map<String, Reference> KINDS = Map.of(
            "s3", Reference.S3_OBJECT,
            "output", Reference.OUTPUT,
            "role", Reference.ROLE,
            "topic", Reference.TOPIC,
            "stream", Reference.STREAM,
            "key", Reference.KMS_KEY,
            "url", Reference.URL);

    /** The resource that is written {@code kind:name}, or null when it is not of that form. */
    public static @Nullable RegisteredResource of(String written) {
        int cut = written.indexOf(':');
        var kind = cut < 0 ? null : KINDS.get(written.substring(0, cut));
        return kind == null ? null : new RegisteredResource(kind, written.substring(cut + 1));
    }

    /** As an operator writes it. */
    public String written() {
        for (var word : KINDS.entrySet()) {
            if (word.getValue() == kind) {
                return word.getKey() + ':' + name;
            }
        }
        throw new IllegalStateException(kind.name());
    }
}
