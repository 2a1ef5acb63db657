package io.facegate.registry.master;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a wrapped data key is bound to: it opens for nothing else.
 *
 * @param dataKey the data key's id, which reveals nothing about it
 * @param generation counts the wrapped keys of a registry
 */
public record WrappingContext(String dataKey, long generation) {
    Map<String, String> context() {
        return Map.of("facegate:data-key", dataKey, "facegate:generation", Long.toString(generation));
    }

    /** The same as one text. */
    public String text() {
        return "facegate/registry/wrap/" + dataKey + '/' + generation;
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
