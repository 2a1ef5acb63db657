package io.facegate.ingress.compreface;

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
import org.jspecify.annotations.Nullable;

/** Rebuilds one reply of the vendor from the fields that are known, without what the obligations keep back. */
final class Sifter {
    private static final String SIMILARITY = "similarity";

    /** The lists whose items are results; the points and numbers of one face are none. */
    private static final Set<String> RESULTS = Set.of("result", "subjects", "similarities", "face_matches", "faces");

    /** Numbers keep their digits: what is let through is what was sent. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Obligations obligations;
    private final double least;
    private final int most;

    Sifter(Obligations obligations) {
        this.obligations = obligations;
        this.least = Objects.requireNonNullElse(obligations.minSimilarity(), 0.0);
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    byte[] sift(byte[] body) {
        var read = read(body);
        try {
            return JSON.writeValueAsBytes(read.isArray() ? results(read) : value(read));
        } catch (IOException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be written again.");
        }
    }

    /** A body as JSON. */
    static JsonNode read(byte[] body) {
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

    /** The results that reach the least similarity, as many as may be given. */
    private ArrayNode results(JsonNode from) {
        var kept = JSON.createArrayNode();
        for (var item : from) {
            if (kept.size() < most && reaches(item)) {
                kept.add(value(item));
            }
        }
        return kept;
    }

    /** What is a result and tells no number as its similarity reaches none. */
    private boolean reaches(JsonNode item) {
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
        var kept = JSON.createArrayNode();
        from.forEach(item -> kept.add(value(item)));
        return kept;
    }

    private ObjectNode object(ObjectNode from) {
        var kept = JSON.createObjectNode();
        for (var field : from.properties()) {
            if (!keptBack(Fields.tells(field.getKey()))) {
                var value = field.getValue();
                kept.set(
                        field.getKey(),
                        RESULTS.contains(field.getKey()) && value.isArray() ? results(value) : value(value));
            }
        }
        return kept;
    }

    private boolean keptBack(@Nullable Set<Capability> tells) {
        return tells == null || tells.stream().anyMatch(obligations::redacts);
    }
}
