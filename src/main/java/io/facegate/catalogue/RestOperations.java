package io.facegate.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The REST operations of an API, read from its catalogue when they are first needed. */
public final class RestOperations {
    private final VendorApi api;
    private volatile @Nullable Index index;

    RestOperations(VendorApi api) {
        this.api = api;
    }

    /** The operations by name and by the number of segments in their paths. */
    private record Index(Map<String, RestOperation> byName, Map<Integer, List<RestOperation>> byLength) {
        static Index of(VendorApi api) {
            var byName = new LinkedHashMap<String, RestOperation>();
            var byLength = new HashMap<Integer, List<RestOperation>>();
            for (var operation : api.catalogue().operations().values()) {
                var route = Objects.requireNonNull(operation.route(), operation.name());
                byName.put(operation.name(), route);
                byLength.computeIfAbsent(route.path().size(), none -> new ArrayList<>())
                        .add(route);
            }
            return new Index(byName, byLength);
        }
    }

    private Index index() {
        var known = index;
        if (known == null) {
            known = Index.of(api);
            index = known;
        }
        return known;
    }

    /**
     * A matched operation.
     *
     * @param values values of the path placeholders
     */
    public record Found(RestOperation route, Map<String, String> values) {}

    /** Returns the operation for that method and path, or null; an unknown one is refused. */
    public @Nullable Found find(String method, List<String> path) {
        for (var route : index().byLength().getOrDefault(path.size(), List.of())) {
            var values = route.values(method, path);
            if (values != null) {
                return new Found(route, values);
            }
        }
        return null;
    }

    /** Returns the operation of that name, which must be in the table. */
    public RestOperation byName(String operation) {
        return Objects.requireNonNull(index().byName().get(operation), operation);
    }

    /** All operations. */
    public Collection<RestOperation> all() {
        return index().byName().values();
    }
}
