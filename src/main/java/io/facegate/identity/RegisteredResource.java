package io.facegate.identity;

import io.facegate.call.FaceCall.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An external resource that an organisation's calls may point to, as registered by an operator.
 *
 * @param name a bucket name, prefixed {@code gs://} for Google; {@code https://} and a host; else an ARN or a key id
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

    /** Parses {@code kind:name}; null if malformed. */
    public static @Nullable RegisteredResource parse(String written) {
        int cut = written.indexOf(':');
        var kind = cut < 0 ? null : KINDS.get(written.substring(0, cut));
        return kind == null ? null : new RegisteredResource(kind, written.substring(cut + 1));
    }

    /** Formats it as {@code kind:name}. */
    public String format() {
        for (var word : KINDS.entrySet()) {
            if (word.getValue() == kind) {
                return word.getKey() + ':' + name;
            }
        }
        throw new IllegalStateException(kind.name());
    }
}
