package io.facegate.provider.azure;

import io.facegate.call.ResourceKind;
import io.facegate.call.RestOperation;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one operation does to what the vendor keeps, as its method and its address say. */
record AzureResourceEffect(RestOperation route) {
    /** Copies of galleries went to other resources and came from them. */
    private static final String SNAPSHOT = "snapshotId";

    /** What goes back to something that an earlier call made, and does what that did. */
    private static final Set<String> RESULTS = Set.of("{sessionId}", "{sessionImageId}", "{operationId}");

    private static final Set<String> TRANSFERS = Set.of("TakeSnapshot", "ListSnapshots");

    /** Whether it reaches beyond what this room can tell apart. */
    boolean reachesOut() {
        return TRANSFERS.contains(route.operation())
                || route.path().stream()
                        .anyMatch(segment -> RestOperation.open(segment)
                                && RestOperation.name(segment).equals(SNAPSHOT));
    }

    /** Whether it stops or erases something. */
    boolean stops() {
        return route.method().equals("DELETE");
    }

    /** The field of its path that names what it erases altogether, or null. */
    @Nullable
    String forgets() {
        return stops() && RestOperation.open(route.path().getLast()) ? last() : null;
    }

    /** The field of its path that says what a new thing is to be called, or null. */
    @Nullable
    String chosen() {
        return route.method().equals("PUT") ? last() : null;
    }

    /** Whether a gallery begins or ends with it. */
    boolean turnsOver() {
        return Stream.of(chosen(), forgets())
                .filter(Objects::nonNull)
                .anyMatch(AzureResourceRef.GALLERIES.keySet()::contains);
    }

    /** The kind of thing that its reply tells of for the first time, or null. */
    @Nullable
    ResourceKind makes() {
        return switch (route.operation()) {
            case "Detect" -> ResourceKind.FACE;
            case "CreatePerson" -> ResourceKind.PERSON;
            case "CreateLivenessSession",
                    "CreateLivenessWithVerifySession",
                    "CreateSingleModalLivenessSession",
                    "CreateSingleModalLivenessWithVerifySession" -> ResourceKind.SESSION;
            default -> inherits() && route.path().contains("{sessionId}") ? ResourceKind.IMAGE : null;
        };
    }

    /** The field of its reply that names what it makes. */
    static String named(ResourceKind made) {
        return switch (made) {
            case FACE -> "faceId";
            case PERSON -> "personId";
            case SESSION -> "sessionId";
            default -> "sessionImageId";
        };
    }

    /** Whether it reads what an earlier call led to, and so does what that call did. */
    boolean inherits() {
        return route.method().equals("GET") && route.path().stream().anyMatch(RESULTS::contains);
    }

    /** Whether its reply may hold names of galleries. */
    boolean tellsNames() {
        return route.method().equals("GET")
                && (AzureSharedList.of(route) != null
                        || AzureResourceRef.GALLERIES.containsKey(last())
                        || route.operation().equals("GetDynamicPersonGroupReferences"));
    }

    /** What the last segment of its path names, or empty. */
    private String last() {
        var segment = route.path().getLast();
        return RestOperation.open(segment) ? RestOperation.name(segment) : "";
    }
}
