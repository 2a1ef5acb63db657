package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facegate.vendor.client.OwnerPrefix;
import io.facegate.vendor.client.ReplyBodies;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Subject names of one organisation on a shared server: adds and removes its prefix. */
record CompreFaceSubjectNames(OwnerPrefix prefix) {
    private static final String SUBJECTS = "subjects";

    /** The longest name in characters that the vendor accepts. */
    private static final int LONGEST = 50;

    /** Returns a request with the vendor's names; null when a name becomes too long for the vendor. */
    @Nullable
    CompreFaceRequest toUpstream(CompreFaceRequest sent) {
        var path = new LinkedHashMap<>(sent.path());
        var query = new LinkedHashMap<>(sent.query());
        Map<String, @Nullable Object> body = new LinkedHashMap<>(sent.body());
        path.computeIfPresent(CompreFaceRequest.SUBJECT, (key, name) -> prefix.addTo(name));
        query.computeIfPresent(CompreFaceRequest.SUBJECT, (key, name) -> prefix.addTo(name));
        if (body.get(CompreFaceRequest.SUBJECT) instanceof String name) {
            body.put(CompreFaceRequest.SUBJECT, prefix.addTo(name));
        }
        boolean fit = isShortEnough(path) && isShortEnough(query) && isShortEnough(body);
        return fit ? new CompreFaceRequest(sent.route(), path, query, body) : null;
    }

    /** Returns the longest name in characters that the prefix leaves to the organisation. */
    int maxNameLength() {
        return LONGEST - prefix.text().length();
    }

    private static boolean isShortEnough(Map<String, ? extends @Nullable Object> words) {
        var name = words.get(CompreFaceRequest.SUBJECT);
        return name == null || String.valueOf(name).length() <= LONGEST;
    }

    /** Returns an answer in the organisation's names, without items of others. */
    JsonNode toDownstream(JsonNode answer, int predictions) {
        var own = ownPart(answer, predictions);
        return own == null ? ReplyBodies.EXACT.json().createObjectNode() : own;
    }

    /** Returns null when the item belongs to another organisation. */
    private @Nullable JsonNode ownPart(JsonNode from, int predictions) {
        if (from instanceof ArrayNode list) {
            return list(list, predictions);
        }
        if (!(from instanceof ObjectNode object)) {
            return from;
        }
        var kept = ReplyBodies.EXACT.json().createObjectNode();
        for (var field : object.properties()) {
            var value = field.getValue();
            if (field.getKey().equals(CompreFaceRequest.SUBJECT)) {
                var name = prefix.removeFrom(value.asText());
                if (name == null) {
                    return null;
                }
                kept.put(CompreFaceRequest.SUBJECT, name);
            } else if (field.getKey().equals(SUBJECTS) || field.getKey().equals("similarities")) {
                kept.set(field.getKey(), subjects(value, predictions));
            } else {
                var own = ownPart(value, predictions);
                if (own != null) {
                    kept.set(field.getKey(), own);
                }
            }
        }
        return kept;
    }

    private ArrayNode subjects(JsonNode from, int predictions) {
        var kept = ReplyBodies.EXACT.json().createArrayNode();
        for (var item : from) {
            var own = item.isTextual() ? text(item.textValue()) : ownPart(item, predictions);
            if (own != null && kept.size() < predictions) {
                kept.add(own);
            }
        }
        return kept;
    }

    private @Nullable JsonNode text(String name) {
        var own = prefix.removeFrom(name);
        return own == null ? null : new TextNode(own);
    }

    private ArrayNode list(ArrayNode from, int predictions) {
        var kept = ReplyBodies.EXACT.json().createArrayNode();
        for (var item : from) {
            var own = ownPart(item, predictions);
            if (own != null) {
                kept.add(own);
            }
        }
        return kept;
    }
}
