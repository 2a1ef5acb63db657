package io.facegate.ingress.azure.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bodies of answers as JSON: the vendor's, read and written again, and our own. */
public final class Json {
    /** Numbers keep their digits: what is let through is what was sent. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * A body of the vendor's.
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
        throw new Fault.ProviderDown("The provider's answer cannot be read, and so cannot be kept within obligations.");
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

    /** A body of our own. */
    public static byte[] of(Content content) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var generator = JSON.getFactory().createGenerator(bytes)) {
            content.write(generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** What writes itself. */
    public interface Content {
        void write(JsonGenerator body) throws IOException;
    }
}
