package io.facegate.app.vendorcheck;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.VendorApi;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a reply that the API's catalogue does not name: filtered replies would lose them. */
final class UnknownFields {
    private final SortedSet<String> found = new TreeSet<>();
    private final VendorApi api;

    private UnknownFields(VendorApi api) {
        this.api = api;
    }

    /** Returns the paths of the unknown fields, such as {@code FaceDetails/Glow}; what is inside them is not named. */
    static SortedSet<String> find(VendorApi api, String operation, JsonNode reply) {
        var unknown = new UnknownFields(api);
        var known = api.operation(operation);
        var shape = known == null ? null : known.enforcement().reply();
        if (api.catalogue().shapes().byName().isEmpty()) {
            unknown.walkByName(reply, "");
        } else if (shape != null) {
            unknown.walk(reply, shape, "");
        }
        return unknown.found;
    }

    /** Walks a reply of an API where a name means the same everywhere. */
    private void walkByName(JsonNode node, String path) {
        if (node.isArray()) {
            node.forEach(item -> walkByName(item, path));
            return;
        }
        var fields = api.catalogue().fields();
        for (var field : node.properties()) {
            if (fields.revealedCapabilities(field.getKey()) == null) {
                found.add(inside(path, field.getKey()));
            } else if (!fields.whole().contains(field.getKey())) {
                walkByName(field.getValue(), inside(path, field.getKey()));
            }
        }
    }

    /** Walks a reply of an API whose objects have named shapes. */
    private void walk(JsonNode node, @Nullable String shape, String path) {
        if (node.isArray()) {
            node.forEach(item -> walk(item, shape, path));
            return;
        }
        if (ReplyShapes.ANY.equals(shape)) {
            return;
        }
        var fields = shape == null ? null : api.catalogue().shapes().fieldsOf(shape);
        for (var field : node.properties()) {
            var part = fields == null ? null : fields.get(field.getKey());
            if (part == null) {
                found.add(inside(path, field.getKey()));
            } else {
                walk(field.getValue(), part.shape(), inside(path, field.getKey()));
            }
        }
    }

    private static String inside(String path, String field) {
        return path.isEmpty() ? field : path + '/' + field;
    }
}
