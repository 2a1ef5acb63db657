package io.facegate.usecase.notice;

import io.facegate.json.JsonMappers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver is told. It holds ids and words of the vocabulary, and nothing that a person or a caller wrote.
 *
 * @param id of the record that it tells; the same each time that it is sent
 * @param type such as {@code authorisation.lapsed}
 * @param urgent whether it should be read at once
 * @param data the fields of its kind
 * @param text one sentence for people
 */
public record Notice(
        String id, String type, Instant time, boolean urgent, Map<String, @Nullable Object> data, String text) {
    public Notice {
        data = new LinkedHashMap<>(data);
    }

    /** The body that is sent, as JSON. */
    public byte[] toJson() {
        var body = JsonMappers.PLAIN.createObjectNode();
        body.put("type", type).put("timestamp", time.toString());
        body.put("urgent", urgent).put("text", text);
        body.set("data", JsonMappers.PLAIN.valueToTree(data));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
