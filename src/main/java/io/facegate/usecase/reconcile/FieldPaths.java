package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailField;
import io.facegate.catalogue.TrailFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tree of the paths at which a trail's fields stand. Names are compared without regard to case. */
final class FieldPaths {
    private final Map<String, FieldPaths> below = new HashMap<>();
    private final Map<String, @Nullable FieldPaths> seen = new HashMap<>();
    private int place = -1;

    private FieldPaths() {}

    /**
     * The paths of a format.
     *
     * @param places receives the field of each path; a path's place is its index
     */
    static FieldPaths of(TrailFormat format, List<TrailField> places) {
        var root = new FieldPaths();
        for (var field : TrailField.values()) {
            for (var path : format.fields().getOrDefault(field, List.of())) {
                var at = root;
                for (var name : path.split("\\.", -1)) {
                    at = at.below.computeIfAbsent(name, _ -> new FieldPaths());
                }
                at.place = places.size();
                places.add(field);
            }
        }
        return root;
    }

    /** The paths that begin with this name, or null. */
    @Nullable
    FieldPaths next(String name) {
        if (seen.containsKey(name)) {
            return seen.get(name);
        }
        var found = below.get(name.toLowerCase(Locale.ROOT));
        if (seen.size() < 1_000) {
            seen.put(name, found);
        }
        return found;
    }

    /** The place of the path that ends here; -1 if none does. */
    int place() {
        return place;
    }

    /** True if paths go on from here. */
    boolean goesOn() {
        return !below.isEmpty();
    }
}
