package io.facegate.vendor.rekognition.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.ReplyShapes.Part;
import io.facegate.catalogue.ReplyShapes.Role;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.ReplyJson;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Response filter for Rekognition: rebuilds a reply from known fields, without those that obligations withhold. */
public final class RekognitionResponseFilter {
    /** The similarity fields in parts of unknown shape; a confidence there is not a similarity. */
    private static final Set<String> SCORES = Set.of("Similarity", "MatchConfidence");

    private static final ReplyShapes SHAPES = VendorApi.REKOGNITION.catalogue().shapes();

    private final Obligations obligations;
    private final @Nullable BigDecimal least;

    public RekognitionResponseFilter(Obligations obligations) {
        this.obligations = obligations;
        var ratio = obligations.minSimilarity();
        this.least = ratio == null ? null : VendorApi.REKOGNITION.catalogue().toVendorScale(ratio);
    }

    /**
     * Filters a body.
     *
     * @param shape of the reply, or null when its fields are unknown
     */
    public byte[] filterReply(byte[] body, @Nullable String shape) {
        return ReplyJson.write(object(ReplyJson.object(body), shape == null ? ReplyShapes.ANY : shape));
    }

    private ObjectNode object(ObjectNode from, String shape) {
        var kept = ReplyJson.object();
        var leftOut = ReplyJson.array();
        for (var field : from.properties()) {
            var part = part(shape, field.getKey());
            if (part != null && !isWithheld(part, field.getValue())) {
                put(kept, field.getKey(), value(field.getValue(), part, leftOut));
            }
        }
        var rest = SHAPES.fieldWithRole(Role.REST, shape);
        if (rest != null && !leftOut.isEmpty()) {
            var others = kept.get(rest) instanceof ArrayNode list ? list : kept.putArray(rest);
            others.addAll(leftOut);
        }
        return kept;
    }

    private static @Nullable Part part(String shape, String field) {
        if (!shape.equals(ReplyShapes.ANY)) {
            return SHAPES.fieldsOf(shape).get(field);
        }
        return new Part(ReplyShapes.ANY, SCORES.contains(field) ? Role.SCORE : Role.PLAIN, SHAPES.attribute(field));
    }

    private boolean isWithheld(Part part, JsonNode value) {
        return (part.attribute() != null && obligations.redacts(part.attribute()))
                || (part.role() == Role.SCORE && least != null && !reachesMinimum(value))
                || (part.role() == Role.PAGE && obligations.maxResults() != null)
                || (part.role() == Role.RESULTS && !value.isArray())
                || (part.shape() == null && value.isObject());
    }

    private boolean reachesMinimum(JsonNode score) {
        return least == null || (score.isNumber() && score.decimalValue().compareTo(least) >= 0);
    }

    private static void put(ObjectNode to, String field, @Nullable JsonNode value) {
        if (value != null) {
            to.set(field, value);
        }
    }

    private @Nullable JsonNode value(JsonNode from, Part part, ArrayNode leftOut) {
        var shape = part.shape();
        if (from instanceof ArrayNode list) {
            return part.role() == Role.RESULTS ? results(list, part, leftOut) : list(list, part);
        }
        if (from instanceof ObjectNode object && shape != null) {
            return object(object, shape);
        }
        return shape == null || shape.equals(ReplyShapes.ANY) ? from : null;
    }

    private ArrayNode list(ArrayNode from, Part part) {
        var kept = ReplyJson.array();
        for (var item : from) {
            var plain = new Part(part.shape(), Role.PLAIN, null);
            var value = item.isObject() && part.shape() == null ? null : value(item, plain, ReplyJson.array());
            if (value != null) {
                kept.add(value);
            }
        }
        return kept;
    }

    /** Returns true if no score was removed from an item or its objects. Items of a nested list are checked alone. */
    private static boolean hasItsScore(JsonNode item, String shape) {
        for (var part : SHAPES.fieldsOf(shape).entrySet()) {
            var inner = part.getValue().shape();
            var held = item.get(part.getKey());
            if (part.getValue().role() == Role.SCORE
                    ? held == null
                    : inner != null && held instanceof ObjectNode && !hasItsScore(held, inner)) {
                return false;
            }
        }
        return true;
    }

    /** Keeps results at or above the minimum similarity, up to the maximum number; other faces become unmatched. */
    private ArrayNode results(ArrayNode from, Part part, ArrayNode leftOut) {
        var shape = part.shape();
        var reaching = ReplyJson.array();
        for (var item : list(from, part)) {
            // Scores below the minimum are already removed. A nested list would hide the number of results.
            if (!item.isArray() && (shape == null || least == null || hasItsScore(item, shape))) {
                reaching.add(item);
            } else if (item.get("Face") instanceof ObjectNode face) {
                leftOut.add(face);
            }
        }
        var most = obligations.maxResults();
        while (most != null && reaching.size() > most) {
            reaching.remove(reaching.size() - 1);
        }
        return reaching;
    }
}
