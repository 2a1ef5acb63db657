package io.facegate.ingress.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.Obligations;
import io.facegate.call.SimilarityScale;
import java.io.IOException;
import java.util.List;

/** Brings an answer that waited for people within what is obliged on the day it is given. */
final class HeldAnswerRelease {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Obligations obligations;

    HeldAnswerRelease(Obligations obligations) {
        this.obligations = obligations;
    }

    byte[] sift(byte[] body) {
        try {
            var answer = JSON.readTree(body);
            for (var list : List.of("matches", "candidates", "faces")) {
                if (answer.get(list) instanceof ArrayNode results) {
                    sift(results);
                }
            }
            answer.findValues("attributes").forEach(this::strip);
            return JSON.writeValueAsBytes(answer);
        } catch (IOException broken) {
            throw new Fault.ProviderDown("The answer that was kept cannot be read, so it is not given.");
        }
    }

    /** What is redacted by now is not told, and neither is what nobody knows. */
    private void strip(JsonNode attributes) {
        for (var left = attributes.elements(); left.hasNext(); ) {
            var kind = Capability.of("analyze." + left.next().path("name").asText());
            if (kind == null || obligations.redacts(kind)) {
                left.remove();
            }
        }
    }

    private void sift(ArrayNode results) {
        var most = obligations.maxResults();
        for (int at = results.size() - 1; at >= 0; at--) {
            if (tooLow(results.get(at)) || (most != null && at >= most)) {
                results.remove(at);
            }
        }
    }

    /** A number on a scale that nobody knows does not reach anything. */
    private boolean tooLow(JsonNode result) {
        var least = obligations.minSimilarity();
        var raw = result.path("score").path("raw");
        var scale =
                SimilarityScale.in(result.path("score").path("comparable_group").asText());
        return least != null && raw.isNumber() && (scale == null || scale.similarity(raw.doubleValue()) < least);
    }
}
