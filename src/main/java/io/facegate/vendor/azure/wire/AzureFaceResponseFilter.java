package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.vendor.wire.ReplyJson;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Response filter for Azure Face: rebuilds a reply from known fields, without those that obligations withhold. */
final class AzureFaceResponseFilter {
    private static final String CONFIDENCE = "confidence";
    private static final String IDENTICAL = "isIdentical";

    /** The id fields of a result; a confidence beside one of them is a similarity. */
    private static final Set<String> IDS = Set.of("faceId", "persistedFaceId", "personId");

    private final Obligations obligations;
    private final double least;
    private final int most;

    AzureFaceResponseFilter(Obligations obligations) {
        this.obligations = obligations;
        this.least = Objects.requireNonNullElse(obligations.minSimilarity(), 0.0);
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    byte[] filterReply(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        var read = ReplyJson.read(body);
        return ReplyJson.write(read.isArray() ? list(read) : value(read));
    }

    /** Keeps the results at or above the minimum similarity, up to the maximum number. */
    private ArrayNode list(JsonNode from) {
        var kept = ReplyJson.array();
        for (var item : from) {
            if (kept.size() < most && reachesMinimum(item)) {
                kept.add(value(item));
            }
        }
        return kept;
    }

    private boolean reachesMinimum(JsonNode item) {
        return obligations.minSimilarity() == null
                || !isResult(item)
                || (item.path(CONFIDENCE).isNumber() && item.path(CONFIDENCE).doubleValue() >= least);
    }

    private static boolean isResult(JsonNode item) {
        return item.has(CONFIDENCE) && IDS.stream().anyMatch(item::has);
    }

    private JsonNode value(JsonNode from) {
        if (from instanceof ObjectNode object) {
            return object(object);
        }
        if (!from.isArray()) {
            return from;
        }
        var kept = ReplyJson.array();
        from.forEach(item -> kept.add(value(item)));
        return kept;
    }

    private ObjectNode object(ObjectNode from) {
        var kept = ReplyJson.object();
        for (var field : from.properties()) {
            if (!isWithheld(AzureFaceReplyFields.revealedCapabilities(field.getKey()))) {
                var value = field.getValue();
                kept.set(field.getKey(), field.getKey().equals("candidates") ? list(value) : value(value));
            }
        }
        if (from.has(IDENTICAL) && from.path(CONFIDENCE).doubleValue() < least) {
            kept.put(IDENTICAL, false).put(CONFIDENCE, 0);
        }
        return kept;
    }

    private boolean isWithheld(@Nullable Set<Capability> tells) {
        return tells == null || tells.stream().anyMatch(obligations::redacts);
    }
}
