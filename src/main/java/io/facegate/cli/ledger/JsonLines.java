package io.facegate.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.json.JsonMappers;
import java.util.Map;

/** Results as JSON Lines: one JSON value per line. */
final class JsonLines {
    private JsonLines() {}

    static String of(Map<String, ?> value) {
        try {
            return JsonMappers.PLAIN.writeValueAsString(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
