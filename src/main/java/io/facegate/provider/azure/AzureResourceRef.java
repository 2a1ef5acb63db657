package io.facegate.provider.azure;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.RestOperation;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one field of a call names.
 *
 * @param family those among which its name is unique, as addresses say it; empty where it is among all of its kind
 */
record AzureResourceRef(ResourceKind kind, String family) {
    static final String PROVIDER = "azure_face";

    /** Fields that name a gallery, and where galleries of that sort stand. */
    static final Map<String, String> GALLERIES = Map.of(
            "faceListId", "facelists",
            "largeFaceListId", "largefacelists",
            "personGroupId", "persongroups",
            "largePersonGroupId", "largepersongroups",
            "dynamicPersonGroupId", "dynamicpersongroups");

    private static final Map<String, ResourceKind> KEPT = Map.ofEntries(
            Map.entry("faceId", ResourceKind.FACE),
            Map.entry("faceId1", ResourceKind.FACE),
            Map.entry("faceId2", ResourceKind.FACE),
            Map.entry("faceIds", ResourceKind.FACE),
            Map.entry("personId", ResourceKind.PERSON),
            Map.entry("personIds", ResourceKind.PERSON),
            Map.entry("addPersonIds", ResourceKind.PERSON),
            Map.entry("removePersonIds", ResourceKind.PERSON),
            Map.entry("sessionId", ResourceKind.SESSION),
            Map.entry("sessionImageId", ResourceKind.IMAGE),
            Map.entry("operationId", ResourceKind.JOB));

    /** What a field names, or null where it names nothing that is kept. */
    static @Nullable AzureResourceRef of(RestOperation route, String field) {
        var gallery = GALLERIES.get(field);
        if (gallery != null) {
            return new AzureResourceRef(ResourceKind.COLLECTION, gallery);
        }
        var kind = KEPT.get(field);
        return kind == null ? null : new AzureResourceRef(kind, kind == ResourceKind.SESSION ? sessions(route) : "");
    }

    /** Where sessions of the sort that a route speaks of stand. */
    static String sessions(RestOperation route) {
        return route.path().stream()
                .skip(2)
                .takeWhile(segment -> !RestOperation.open(segment))
                .collect(Collectors.joining("/"));
    }

    ResourceId handle(String id) {
        return new ResourceId(PROVIDER, kind, family.isEmpty() ? id : family + '/' + id);
    }
}
