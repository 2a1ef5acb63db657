package io.facegate.vendor.neutral.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.Obligations;
import io.facegate.catalogue.SimilarityScales;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.util.List;

/** Response filter for an answer that was held for review: applies the obligations of the day of release. */
final class HeldAnswerRelease {
    private final Obligations obligations;

    HeldAnswerRelease(Obligations obligations) {
        this.obligations = obligations;
    }

    byte[] filterReply(byte[] body) {
        try {
            var answer = JsonMappers.PLAIN.readTree(body);
            for (var list : List.of("matches", "candidates", "faces", "people")) {
                if (answer.get(list) instanceof ArrayNode results) {
                    filterReply(results);
                }
            }
            answer.findValues("attributes").forEach(this::removeRedacted);
            return JsonMappers.PLAIN.writeValueAsBytes(answer);
        } catch (IOException broken) {
            throw new Fault.ProviderDown("The held answer cannot be read, so it is not released.");
        }
    }

    /** Removes attributes that are redacted by now, and unknown ones. */
    private void removeRedacted(JsonNode attributes) {
        for (var left = attributes.elements(); left.hasNext(); ) {
            var kind = Capability.fromCode("analyze." + left.next().path("name").asText());
            if (kind == null || obligations.redacts(kind)) {
                left.remove();
            }
        }
    }

    private void filterReply(ArrayNode results) {
        var most = obligations.maxResults();
        for (int at = results.size() - 1; at >= 0; at--) {
            if (isBelowMinimum(results.get(at)) || (most != null && at >= most)) {
                results.remove(at);
            }
        }
    }

    /** Returns true if a score is below the minimum; a score on an unknown scale always is. */
    private boolean isBelowMinimum(JsonNode result) {
        var least = obligations.minSimilarity();
        var raw = result.path("score").path("raw");
        var scale = SimilarityScales.forGroup(
                result.path("score").path("comparable_group").asText());
        return least != null && raw.isNumber() && (scale == null || scale.similarity(raw.doubleValue()) < least);
    }
}
