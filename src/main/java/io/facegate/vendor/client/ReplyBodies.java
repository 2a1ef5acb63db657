package io.facegate.vendor.client;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON bodies of a vendor's answers. */
public record ReplyBodies(JsonMapper json) {
    /** Keeps every digit of numbers, so that an answer is passed on as it was received. */
    public static final ReplyBodies EXACT = new ReplyBodies(JsonMappers.exact(
            StreamReadConstraints.builder().maxNestingDepth(32).build()));

    /** Returns the whole body as one object or array; null when it is anything else. */
    public @Nullable JsonNode read(byte[] body) {
        try {
            var read = json.readTree(body);
            return read != null && read.isContainerNode() ? read : null;
        } catch (IOException | NumberFormatException notJson) {
            // Where numbers are exact, an exponent may have more digits than a number can have.
            return null;
        }
    }

    /** Returns the whole body as one object; null when it is anything else. */
    public @Nullable ObjectNode object(byte[] body) {
        return read(body) instanceof ObjectNode object ? object : null;
    }

    /**
     * Returns the object that an answer is.
     *
     * @throws Fault.ProviderDown when it is none; nobody may see its content
     */
    public ObjectNode requireObject(byte[] body) {
        var object = object(body);
        if (object == null) {
            throw new Fault.ProviderDown("The vendor's answer cannot be read.");
        }
        return object;
    }

    /**
     * Returns a field that must be there.
     *
     * @throws IllegalArgumentException when it is not, or is null
     */
    public static JsonNode requireField(JsonNode from, String field) {
        if (!from.hasNonNull(field)) {
            throw new IllegalArgumentException(field);
        }
        return from.get(field);
    }

    /** Returns the body of an error with these members alone, because nobody filters errors. */
    public byte[] withOnly(byte[] error, Collection<String> members) {
        var body = requireObject(error);
        int all = body.size();
        return body.retain(members).size() == all ? error : write(body);
    }

    public byte[] write(JsonNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (IOException impossible) {
            throw new Fault.ProviderDown("The vendor's answer cannot be rewritten.");
        }
    }
}
