package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Parses and rewrites the vendor's replies and the names in them; numbers keep every digit. */
final class AzureReplyBodies {
    private AzureReplyBodies() {}

    static JsonNode read(byte[] body) {
        try {
            return JsonMappers.EXACT.readTree(body);
        } catch (IOException | NumberFormatException broken) {
            // The fault carries no details: nobody may see the body's content.
            throw new Fault.ProviderDown("The provider's answer cannot be read, so its owner cannot be determined.");
        }
    }

    static byte[] write(JsonNode body) {
        try {
            return JsonMappers.EXACT.writeValueAsBytes(body);
        } catch (JsonProcessingException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be rewritten.");
        }
    }

    static ArrayNode list() {
        return JsonMappers.EXACT.createArrayNode();
    }

    /** Returns a copy with gallery names changed at any depth; removes items whose name becomes null. */
    static JsonNode renameGalleries(JsonNode from, UnaryOperator<@Nullable String> change) {
        if (from instanceof ObjectNode object) {
            var to = JsonMappers.EXACT.createObjectNode();
            object.properties().forEach(field -> {
                var value = field(field.getKey(), field.getValue(), change);
                if (value != null) {
                    to.set(field.getKey(), value);
                }
            });
            return to;
        }
        if (!from.isArray()) {
            return from;
        }
        var to = JsonMappers.EXACT.createArrayNode();
        from.forEach(item -> to.add(renameGalleries(item, change)));
        return to;
    }

    private static @Nullable JsonNode field(String name, JsonNode value, UnaryOperator<@Nullable String> change) {
        if (!AzureResourceRef.isGallery(name)) {
            return renameGalleries(value, change);
        }
        if (!value.isArray()) {
            var renamed = change.apply(value.asText());
            return renamed == null ? null : JsonMappers.EXACT.getNodeFactory().textNode(renamed);
        }
        var own = JsonMappers.EXACT.createArrayNode();
        for (var item : value) {
            var renamed = change.apply(item.asText());
            if (renamed != null) {
                own.add(renamed);
            }
        }
        return own;
    }
}
