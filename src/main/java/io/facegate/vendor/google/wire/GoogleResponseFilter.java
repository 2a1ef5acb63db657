package io.facegate.vendor.google.wire;

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
import java.util.stream.Collectors;

/** Response filter for Google Vision: rebuilds a reply without what the call was not cleared to reveal. */
final class GoogleResponseFilter {
    private static final ReplyFields FIELDS =
            VendorApi.GOOGLE_VISION.catalogue().fields();

    private final Set<Capability> cleared;
    private final int most;

    GoogleResponseFilter(Set<Capability> capabilities, Obligations obligations) {
        this.cleared = capabilities.stream()
                .filter(capability -> !obligations.redacts(capability))
                .collect(Collectors.toSet());
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    byte[] filterReply(byte[] body) {
        return ReplyJson.write(object(ReplyJson.object(body)));
    }

    /** Filters an answer, an image response or a face; drops fields that are not in the table. */
    private ObjectNode object(ObjectNode from) {
        var kept = ReplyJson.object();
        for (var field : from.properties()) {
            if (isAllowed(field.getKey())) {
                kept.set(field.getKey(), field(field.getKey(), field.getValue()));
            }
        }
        return kept;
    }

    private boolean isAllowed(String field) {
        var tells = FIELDS.revealedCapabilities(field);
        return tells != null && tells.stream().allMatch(told -> cleared.stream().anyMatch(told::isWithin));
    }

    private JsonNode field(String name, JsonNode value) {
        return switch (name) {
            case "responses", "operations" -> filterEach(value, Integer.MAX_VALUE);
            case "faceAnnotations" -> filterEach(value, most);
            case "response" -> value instanceof ObjectNode object ? object(object) : value;
            default -> value instanceof ArrayNode list && name.endsWith("Annotations") ? limitResults(list) : value;
        };
    }

    private ArrayNode filterEach(JsonNode list, int bound) {
        var kept = ReplyJson.array();
        for (var item : list) {
            if (kept.size() < bound && item instanceof ObjectNode object) {
                kept.add(object(object));
            }
        }
        return kept;
    }

    private ArrayNode limitResults(ArrayNode list) {
        var kept = ReplyJson.array();
        for (int at = 0; at < Math.min(list.size(), most); at++) {
            kept.add(list.get(at));
        }
        return kept;
    }
}
