package io.facegate.provider.azure.custody;

import io.facegate.call.handle.Kind;
import io.facegate.call.rest.Route;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one operation does to what the vendor keeps, as its method and its address say. */
record Deed(Route route) {
    /** Copies of galleries go to other resources and come from them, and what is worked on is named in a header only. */
    private static final Set<String> ELSEWHERE = Set.of("snapshotId", "operationId");

    private static final Set<String> TRANSFERS = Set.of("TakeSnapshot", "ListSnapshots");

    /** Whether it reaches beyond what this room can tell apart. */
    boolean reachesOut() {
        return TRANSFERS.contains(route.operation()) || ELSEWHERE.contains(last());
    }

    /** Whether it stops or erases something. */
    boolean stops() {
        return route.method().equals("DELETE");
    }

    /** The field of its path that names what it erases altogether, or null. */
    @Nullable
    String forgets() {
        return stops() && Route.open(route.path().getLast()) ? last() : null;
    }

    /** The field of its path that says what a new thing is to be called, or null. */
    @Nullable
    String chosen() {
        return route.method().equals("PUT") ? last() : null;
    }

    /** The kind of thing that its reply tells of for the first time, or null. */
    @Nullable
    Kind makes() {
        return switch (route.operation()) {
            case "Detect" -> Kind.FACE;
            case "CreatePerson" -> Kind.PERSON;
            case "CreateLivenessSession",
                    "CreateLivenessWithVerifySession",
                    "CreateSingleModalLivenessSession",
                    "CreateSingleModalLivenessWithVerifySession" -> Kind.SESSION;
            default -> inherits() ? Kind.IMAGE : null;
        };
    }

    /** The field of its reply that names what it makes. */
    static String named(Kind made) {
        return switch (made) {
            case FACE -> "faceId";
            case PERSON -> "personId";
            case SESSION -> "sessionId";
            default -> "sessionImageId";
        };
    }

    /** Whether it reads what a session found, and so does what the session was made for. */
    boolean inherits() {
        return route.method().equals("GET") && route.path().contains("{sessionId}");
    }

    /** Whether its reply may hold names of galleries. */
    boolean tellsNames() {
        return route.method().equals("GET")
                && (MixedList.of(route) != null
                        || Thing.GALLERIES.containsKey(last())
                        || route.operation().equals("GetDynamicPersonGroupReferences"));
    }

    private String last() {
        var segment = route.path().getLast();
        return Route.open(segment)
                ? Route.name(segment)
                : route.path().stream()
                        .filter(each -> Route.open(each) && ELSEWHERE.contains(Route.name(each)))
                        .map(Route::name)
                        .findFirst()
                        .orElse("");
    }
}
