package io.facegate.vendor.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import java.io.IOException;

/** Strict parser and writer of a vendor's JSON reply; numbers keep every digit. */
public final class ReplyJson {
    private ReplyJson() {}

    /**
     * Reads an object or an array.
     *
     * @throws Fault.ProviderDown when the body is not valid JSON
     */
    public static JsonNode read(byte[] body) {
        try {
            var read = JsonMappers.EXACT.readTree(body);
            if (read != null && read.isContainerNode()) {
                return read;
            }
        } catch (IOException | NumberFormatException broken) {
            // The fault carries no details: nobody may see the body's content.
        }
        throw unreadable();
    }

    /** Reads an object; an array is an error here. */
    public static ObjectNode object(byte[] body) {
        if (read(body) instanceof ObjectNode object) {
            return object;
        }
        throw unreadable();
    }

    private static Fault.ProviderDown unreadable() {
        return new Fault.ProviderDown(
                "The provider's answer cannot be read, so the obligations cannot be applied to it.");
    }

    /** Writes the filtered reply as a body. */
    public static byte[] write(JsonNode left) {
        try {
            return JsonMappers.EXACT.writeValueAsBytes(left);
        } catch (IOException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be rewritten.");
        }
    }

    public static ObjectNode object() {
        return JsonMappers.EXACT.createObjectNode();
    }

    public static ArrayNode array() {
        return JsonMappers.EXACT.createArrayNode();
    }
}
