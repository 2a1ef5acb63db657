package io.facegate.provider.azure.custody;

import io.facegate.call.handle.Handle;
import io.facegate.call.handle.Kind;
import io.facegate.call.rest.Route;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one field of a call names.
 *
 * @param family those among which its name is unique, as addresses say it; empty where it is among all of its kind
 */
record Thing(Kind kind, String family) {
    static final String PROVIDER = "azure_face";

    /** Fields that name a gallery, and where galleries of that sort stand. */
    static final Map<String, String> GALLERIES = Map.of(
            "faceListId", "facelists",
            "largeFaceListId", "largefacelists",
            "personGroupId", "persongroups",
            "largePersonGroupId", "largepersongroups",
            "dynamicPersonGroupId", "dynamicpersongroups");

    private static final Map<String, Kind> KEPT = Map.ofEntries(
            Map.entry("faceId", Kind.FACE),
            Map.entry("faceId1", Kind.FACE),
            Map.entry("faceId2", Kind.FACE),
            Map.entry("faceIds", Kind.FACE),
            Map.entry("personId", Kind.PERSON),
            Map.entry("personIds", Kind.PERSON),
            Map.entry("addPersonIds", Kind.PERSON),
            Map.entry("removePersonIds", Kind.PERSON),
            Map.entry("sessionId", Kind.SESSION),
            Map.entry("sessionImageId", Kind.IMAGE),
            Map.entry("operationId", Kind.JOB));

    /** What a field names, or null where it names nothing that is kept. */
    static @Nullable Thing of(Route route, String field) {
        var gallery = GALLERIES.get(field);
        if (gallery != null) {
            return new Thing(Kind.COLLECTION, gallery);
        }
        var kind = KEPT.get(field);
        return kind == null ? null : new Thing(kind, kind == Kind.SESSION ? sessions(route) : "");
    }

    /** Where sessions of the sort that a route speaks of stand. */
    static String sessions(Route route) {
        return route.path().stream()
                .skip(2)
                .takeWhile(segment -> !Route.open(segment))
                .collect(Collectors.joining("/"));
    }

    Handle handle(String id) {
        return new Handle(PROVIDER, kind, family.isEmpty() ? id : family + '/' + id);
    }
}
