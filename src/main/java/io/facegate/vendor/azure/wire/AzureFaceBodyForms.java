package io.facegate.vendor.azure.wire;

import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The body variants that an operation accepts. A body that mixes several variants is rejected as ambiguous. */
final class AzureFaceBodyForms {
    private static final Map<String, List<Set<String>>> FORMS = Map.of(
            "Detect", List.of(Set.of("url"), Set.of("sessionImageId")),
            "Identify",
                    List.of(
                            Set.of("faceIds", "personGroupId"),
                            Set.of("faceIds", "largePersonGroupId"),
                            Set.of("faceIds", "personIds"),
                            Set.of("faceIds", "dynamicPersonGroupId")),
            "Verify",
                    List.of(
                            Set.of("faceId1", "faceId2"),
                            Set.of("faceId", "personId", "personGroupId"),
                            Set.of("faceId", "personId", "largePersonGroupId"),
                            Set.of("faceId", "personId")),
            "FindSimilar",
                    List.of(
                            Set.of("faceId", "faceIds"),
                            Set.of("faceId", "faceListId"),
                            Set.of("faceId", "largeFaceListId")));

    private AzureFaceBodyForms() {}

    private static String named(Set<String> form) {
        return String.join(" and ", new TreeSet<>(form));
    }

    /** Throws when a query word is invalid, or when the body has none of the accepted forms or several. */
    static void check(RestOperation route, AzureParameters given) {
        var mismatch = VendorApi.AZURE_FACE.catalogue().words().findMismatch(given.query());
        if (mismatch != null) {
            throw new InvalidRequestException(mismatch);
        }
        var forms = FORMS.get(route.operation());
        if (forms == null || given.picture() != null) {
            return;
        }
        var keys = forms.stream().flatMap(Set::stream).distinct().toList();
        if (!forms.contains(given.presentKeys(keys))) {
            throw new InvalidRequestException("The body of " + route.operation() + " needs exactly one of these: "
                    + forms.stream().map(AzureFaceBodyForms::named).collect(Collectors.joining("; or ")) + '.');
        }
    }
}
