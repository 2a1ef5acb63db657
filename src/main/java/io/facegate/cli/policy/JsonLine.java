package io.facegate.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.json.JsonMappers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints JSON Lines: one JSON value per line, keys in insertion order. */
public final class JsonLine {
    private JsonLine() {}

    /** One value over several lines, for people. */
    public static String pretty(Map<String, ? extends @Nullable Object> value) {
        try {
            return JsonMappers.PLAIN.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException error) {
            throw new IllegalStateException(error);
        }
    }

    /** One value. */
    public static String line(Map<String, ? extends @Nullable Object> value) {
        try {
            return JsonMappers.PLAIN.writeValueAsString(value);
        } catch (JsonProcessingException error) {
            throw new IllegalStateException(error);
        }
    }
}
