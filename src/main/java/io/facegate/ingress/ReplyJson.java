package io.facegate.ingress;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import java.io.IOException;

/** A vendor's reply as JSON, read strictly and written again with every digit of its numbers. */
public final class ReplyJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ReplyJson() {}

    /**
     * An object or a list.
     *
     * @throws Fault.ProviderDown when nobody can tell what is in it
     */
    public static JsonNode read(byte[] body) {
        try {
            var read = JSON.readTree(body);
            if (read != null && read.isContainerNode()) {
                return read;
            }
        } catch (IOException broken) {
            // What stands in it is nobody's to see, so the fault says no more.
        }
        throw unreadable();
    }

    /** The same where a list is no reply. */
    public static ObjectNode object(byte[] body) {
        if (read(body) instanceof ObjectNode object) {
            return object;
        }
        throw unreadable();
    }

    private static Fault.ProviderDown unreadable() {
        return new Fault.ProviderDown(
                "The provider's answer cannot be read, and so cannot be kept within obligations.");
    }

    /** The body of what is left of it. */
    public static byte[] write(JsonNode left) {
        try {
            return JSON.writeValueAsBytes(left);
        } catch (IOException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be written again.");
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static ArrayNode array() {
        return JSON.createArrayNode();
    }
}
