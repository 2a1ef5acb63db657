package io.facegate.provider.azure.custody;

import io.facegate.call.handle.Kind;
import io.facegate.call.rest.Route;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of the vendor's in which what belongs to all of a resource stands together.
 *
 * @param id the field of an item that names it
 */
record MixedList(Thing thing, String id) {
    private static final Map<String, String> GALLERIES = Map.of(
            "GetFaceLists", "faceListId",
            "GetLargeFaceLists", "largeFaceListId",
            "GetPersonGroups", "personGroupId",
            "GetLargePersonGroups", "largePersonGroupId",
            "GetDynamicPersonGroups", "dynamicPersonGroupId");

    private static final Set<String> SESSIONS =
            Set.of("GetSingleModalLivenessSessions", "GetSingleModalLivenessWithVerifySessions");

    /** That of a route, or null where it lists no such things. */
    static @Nullable MixedList of(Route route) {
        var gallery = GALLERIES.get(route.operation());
        if (gallery != null) {
            return new MixedList(new Thing(Kind.COLLECTION, Thing.GALLERIES.getOrDefault(gallery, "")), gallery);
        }
        if (SESSIONS.contains(route.operation())) {
            return new MixedList(new Thing(Kind.SESSION, Thing.sessions(route)), "id");
        }
        return route.operation().equals("GetPersons") ? new MixedList(new Thing(Kind.PERSON, ""), "personId") : null;
    }
}
