package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ReplyFields;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.ReplyJson;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Response filter for Azure AI Vision: rebuilds a reply without what the call was not cleared to reveal. */
final class AzureVisionResponseFilter {
    private static final ReplyFields FIELDS = VendorApi.AZURE_VISION.catalogue().fields();
    private static final String CELEBRITIES = "celebrities";

    private final Set<Capability> cleared;
    private final double least;
    private final int most;

    AzureVisionResponseFilter(Set<Capability> capabilities, Obligations obligations) {
        this.cleared = capabilities.stream()
                .filter(capability -> !obligations.redacts(capability))
                .collect(Collectors.toSet());
        this.least = Objects.requireNonNullElse(obligations.minSimilarity(), 0.0);
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    byte[] filterReply(byte[] body) {
        return ReplyJson.write(value("", ReplyJson.read(body)));
    }

    private JsonNode value(String name, JsonNode from) {
        if (from instanceof ObjectNode object) {
            return object(object);
        }
        if (!from.isArray()) {
            return from;
        }
        var kept = ReplyJson.array();
        int bound = FIELDS.results().contains(name) ? most : Integer.MAX_VALUE;
        for (var item : from) {
            if (kept.size() < bound && (!name.equals(CELEBRITIES) || reachesMinimum(item))) {
                kept.add(value(name, item));
            }
        }
        return kept;
    }

    /** A celebrity's confidence is a similarity; every other confidence rates a label. */
    private boolean reachesMinimum(JsonNode celebrity) {
        var confidence = celebrity.path("confidence");
        return least == 0 || (confidence.isNumber() && confidence.doubleValue() >= least);
    }

    private ObjectNode object(ObjectNode from) {
        var kept = ReplyJson.object();
        for (var field : from.properties()) {
            var tells = FIELDS.revealedCapabilities(field.getKey());
            if (tells != null && cleared.containsAll(tells)) {
                kept.set(field.getKey(), value(field.getKey(), field.getValue()));
            }
        }
        return kept;
    }
}
