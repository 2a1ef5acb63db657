package io.facegate.app.vendorcheck;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Finds the fields of a reply that the vendor's catalogue does not name: filtered replies would lose them. */
final class UnknownFields {
    private final Predicate<String> known;

    UnknownFields(Predicate<String> known) {
        this.known = known;
    }

    /** Returns the paths of the unknown fields, such as {@code FaceDetails/Glow}; what is inside them is not named. */
    SortedSet<String> find(JsonNode reply) {
        var found = new TreeSet<String>();
        walk(reply, "", found);
        return found;
    }

    private void walk(JsonNode node, String path, SortedSet<String> found) {
        if (node.isArray()) {
            node.forEach(item -> walk(item, path, found));
            return;
        }
        for (var field : node.properties()) {
            var inside = path.isEmpty() ? field.getKey() : path + '/' + field.getKey();
            if (known.test(field.getKey())) {
                walk(field.getValue(), inside, found);
            } else {
                found.add(inside);
            }
        }
    }
}
