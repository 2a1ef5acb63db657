package io.facegate.ingress.google;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.Obligations;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Rebuilds one reply of the vendor without what its call was not cleared to learn. */
final class Sifter {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Set<Capability> cleared;
    private final int most;

    Sifter(Set<Capability> capabilities, Obligations obligations) {
        this.cleared = capabilities.stream()
                .filter(capability -> !obligations.redacts(capability))
                .collect(Collectors.toSet());
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    byte[] sift(byte[] body) {
        return written(object(read(body)));
    }

    static byte[] written(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be written again.");
        }
    }

    /** A body as one JSON object. */
    static ObjectNode read(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException broken) {
            // What stands in it is nobody's to see, so the fault says no more.
        }
        throw new Fault.ProviderDown("The provider's answer cannot be read, so nobody can tell what is in it.");
    }

    /** An answer, a response to one image, or one face: a field that is not in the table is none that was asked for. */
    private ObjectNode object(ObjectNode from) {
        var kept = JSON.createObjectNode();
        for (var field : from.properties()) {
            if (Fields.passes(field.getKey(), cleared)) {
                kept.set(field.getKey(), field(field.getKey(), field.getValue()));
            }
        }
        return kept;
    }

    private JsonNode field(String name, JsonNode value) {
        return switch (name) {
            case "responses", "operations" -> each(value, Integer.MAX_VALUE);
            case "faceAnnotations" -> each(value, most);
            case "response" -> value instanceof ObjectNode object ? object(object) : value;
            default -> value instanceof ArrayNode list && name.endsWith("Annotations") ? first(list) : value;
        };
    }

    private ArrayNode each(JsonNode list, int bound) {
        var kept = JSON.createArrayNode();
        for (var item : list) {
            if (kept.size() < bound && item instanceof ObjectNode object) {
                kept.add(object(object));
            }
        }
        return kept;
    }

    private ArrayNode first(ArrayNode list) {
        var kept = JSON.createArrayNode();
        for (int at = 0; at < Math.min(list.size(), most); at++) {
            kept.add(list.get(at));
        }
        return kept;
    }
}
