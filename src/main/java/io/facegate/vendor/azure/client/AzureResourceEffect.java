package io.facegate.vendor.azure.client;

import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.RestOperation;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Effect of one operation on stored resources, derived from its method and path. */
record AzureResourceEffect(RestOperation route) {
    /** Snapshots copy galleries to and from other resources. */
    private static final String SNAPSHOT = "snapshotId";

    /** Path placeholders of results of an earlier call; reading them has that call's capabilities. */
    private static final Set<String> RESULTS = Set.of("{sessionId}", "{sessionImageId}", "{operationId}");

    private static final Set<String> TRANSFERS = Set.of("TakeSnapshot", "ListSnapshots");

    /** Returns true if it reaches resources beyond those whose owners can be told apart. */
    boolean reachesOtherOwners() {
        return TRANSFERS.contains(route.operation())
                || route.path().stream()
                        .anyMatch(segment -> RestOperation.open(segment)
                                && RestOperation.name(segment).equals(SNAPSHOT));
    }

    /** Returns true if it stops or erases something. */
    boolean stops() {
        return route.method().equals("DELETE");
    }

    /** Returns what it does to the existing resources that it names. */
    OperationEffect.Act act() {
        if (stops()) {
            return erasedField() == null ? OperationEffect.Act.STOPS : OperationEffect.Act.FORGETS;
        }
        return inheritsCapabilities() ? OperationEffect.Act.INHERITS : OperationEffect.Act.USES;
    }

    /** Returns the path field that names the erased resource, or null. */
    @Nullable
    String erasedField() {
        return stops() && RestOperation.open(route.path().getLast()) ? lastPlaceholder() : null;
    }

    /** Returns the path field in which the caller names a new resource, or null. */
    @Nullable
    String newNameField() {
        return route.method().equals("PUT") ? lastPlaceholder() : null;
    }

    /** Returns true if it creates or erases a gallery. */
    boolean changesGallery() {
        return Stream.of(newNameField(), erasedField())
                .filter(Objects::nonNull)
                .anyMatch(AzureResourceRef.GALLERIES.keySet()::contains);
    }

    /** Returns the kind of resource that its reply names for the first time, or null. */
    @Nullable
    ResourceKind createdKind() {
        return switch (route.operation()) {
            case "Detect" -> ResourceKind.FACE;
            case "CreatePerson" -> ResourceKind.PERSON;
            case "CreateLivenessSession",
                    "CreateLivenessWithVerifySession",
                    "CreateSingleModalLivenessSession",
                    "CreateSingleModalLivenessWithVerifySession" -> ResourceKind.SESSION;
            default -> inheritsCapabilities() && route.path().contains("{sessionId}") ? ResourceKind.IMAGE : null;
        };
    }

    /** Returns the reply field that names a created resource. */
    static String idField(ResourceKind made) {
        return switch (made) {
            case FACE -> "faceId";
            case PERSON -> "personId";
            case SESSION -> "sessionId";
            default -> "sessionImageId";
        };
    }

    /** Returns true if it reads results of an earlier call and so has that call's capabilities. */
    boolean inheritsCapabilities() {
        return route.method().equals("GET") && route.path().stream().anyMatch(RESULTS::contains);
    }

    /** Returns true if its reply may hold gallery names. */
    boolean mayHoldGalleryNames() {
        return route.method().equals("GET")
                && (AzureMultiOwnerListing.forRoute(route) != null
                        || AzureResourceRef.GALLERIES.containsKey(lastPlaceholder())
                        || route.operation().equals("GetDynamicPersonGroupReferences"));
    }

    /** Returns the placeholder in the last path segment, or an empty string. */
    private String lastPlaceholder() {
        var segment = route.path().getLast();
        return RestOperation.open(segment) ? RestOperation.name(segment) : "";
    }
}
