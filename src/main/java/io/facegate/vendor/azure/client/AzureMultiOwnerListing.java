package io.facegate.vendor.azure.client;

import io.facegate.call.ResourceKind;
import io.facegate.catalogue.RestOperation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vendor list that mixes the items of all organisations on a shared resource.
 *
 * @param id the field that identifies an item
 */
record AzureMultiOwnerListing(AzureResourceRef resource, String id) {
    private static final Map<String, String> GALLERIES = Map.of(
            "GetFaceLists", "faceListId",
            "GetLargeFaceLists", "largeFaceListId",
            "GetPersonGroups", "personGroupId",
            "GetLargePersonGroups", "largePersonGroupId",
            "GetDynamicPersonGroups", "dynamicPersonGroupId");

    private static final Set<String> SESSIONS =
            Set.of("GetSingleModalLivenessSessions", "GetSingleModalLivenessWithVerifySessions");

    /** Returns the list of a route, or null when it lists no such items. */
    static @Nullable AzureMultiOwnerListing forRoute(RestOperation route) {
        var gallery = GALLERIES.get(route.operation());
        if (gallery != null) {
            return new AzureMultiOwnerListing(
                    new AzureResourceRef(ResourceKind.COLLECTION, AzureResourceRef.GALLERIES.getOrDefault(gallery, "")),
                    gallery);
        }
        if (SESSIONS.contains(route.operation())) {
            return new AzureMultiOwnerListing(
                    new AzureResourceRef(ResourceKind.SESSION, AzureResourceRef.sessions(route)), "id");
        }
        return route.operation().equals("GetPersons")
                ? new AzureMultiOwnerListing(new AzureResourceRef(ResourceKind.PERSON, ""), "personId")
                : null;
    }
}
