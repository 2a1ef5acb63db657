package io.facegate.vendor.azure.client;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.RestOperation;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resource type that a field names.
 *
 * @param family the path of the collection within which names are unique; empty when they are unique within the kind
 */
record AzureResourceRef(ResourceKind kind, String family) {
    static final String PROVIDER = "azure_face";

    /** Fields that name a gallery, with the path segment of that gallery type. */
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

    /** Returns the resource that a field names, or null when it names none. */
    static @Nullable AzureResourceRef forField(RestOperation route, String field) {
        var gallery = GALLERIES.get(field);
        if (gallery != null) {
            return new AzureResourceRef(ResourceKind.COLLECTION, gallery);
        }
        var kind = KEPT.get(field);
        return kind == null ? null : new AzureResourceRef(kind, kind == ResourceKind.SESSION ? sessions(route) : "");
    }

    /** Returns the path of the session type that a route belongs to. */
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
