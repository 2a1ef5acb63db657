package io.facegate.vendor.compreface.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ReplyFields;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.ReplyJson;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Response filter for CompreFace: rebuilds a reply from known fields, without those that obligations withhold. */
final class CompreFaceResponseFilter {
    private static final String SIMILARITY = "similarity";

    private static final ReplyFields FIELDS = VendorApi.COMPREFACE.catalogue().fields();

    private final Obligations obligations;
    private final double least;
    private final int most;

    CompreFaceResponseFilter(Obligations obligations) {
        this.obligations = obligations;
        this.least = Objects.requireNonNullElse(obligations.minSimilarity(), 0.0);
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    byte[] filterReply(byte[] body) {
        var read = ReplyJson.read(body);
        return ReplyJson.write(read.isArray() ? results(read) : value(read));
    }

    /** Keeps the results at or above the minimum similarity, up to the maximum number. */
    private ArrayNode results(JsonNode from) {
        var kept = ReplyJson.array();
        for (var item : from) {
            if (kept.size() < most && reachesMinimum(item)) {
                kept.add(value(item));
            }
        }
        return kept;
    }

    /** A result without a numeric similarity does not reach any minimum. */
    private boolean reachesMinimum(JsonNode item) {
        return obligations.minSimilarity() == null
                || !item.has(SIMILARITY)
                || (item.get(SIMILARITY).isNumber() && item.get(SIMILARITY).doubleValue() >= least);
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
            if (!isWithheld(FIELDS.revealedCapabilities(field.getKey()))) {
                var value = field.getValue();
                kept.set(
                        field.getKey(),
                        FIELDS.results().contains(field.getKey()) && value.isArray() ? results(value) : value(value));
            }
        }
        return kept;
    }

    private boolean isWithheld(@Nullable Set<Capability> tells) {
        return tells == null || tells.stream().anyMatch(obligations::redacts);
    }
}
