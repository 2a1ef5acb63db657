package io.facegate.vendor.google.wire;

import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_LABELS;
import static io.facegate.call.Capability.ANALYZE_OCCLUSION;
import static io.facegate.call.Capability.CELEBRITY;
import static io.facegate.call.Capability.REVERSE_IMAGE_SEARCH;

import io.facegate.call.Capability;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Table of the fields of an image response and of a face, with the capability that each reveals. */
final class GoogleReplyFields {
    private static final Map<String, Capability> TELLING = Map.of(
            "joyLikelihood", ANALYZE_EMOTION,
            "sorrowLikelihood", ANALYZE_EMOTION,
            "angerLikelihood", ANALYZE_EMOTION,
            "surpriseLikelihood", ANALYZE_EMOTION,
            "headwearLikelihood", ANALYZE_OCCLUSION,
            "recognitionResult", CELEBRITY,
            "webDetection", REVERSE_IMAGE_SEARCH,
            "labelAnnotations", ANALYZE_LABELS,
            "localizedObjectAnnotations", ANALYZE_LABELS);

    private static final Set<String> PLAIN = Set.of(
            "responses",
            "error",
            "faceAnnotations",
            "landmarkAnnotations",
            "logoAnnotations",
            "textAnnotations",
            "fullTextAnnotation",
            "safeSearchAnnotation",
            "imagePropertiesAnnotation",
            "cropHintsAnnotation",
            "productSearchResults",
            "context",
            "inputConfig",
            "totalPages",
            "boundingPoly",
            "fdBoundingPoly",
            "landmarks",
            "rollAngle",
            "panAngle",
            "tiltAngle",
            "detectionConfidence",
            "landmarkingConfidence",
            "underExposedLikelihood",
            "blurredLikelihood",
            "name",
            "done",
            "metadata",
            "response",
            "@type",
            "outputConfig",
            "operations",
            "nextPageToken",
            "pageSize",
            "displayName",
            "description",
            "productCategory",
            "productLabels",
            "indexTime",
            "indexError",
            "uri",
            "boundingPolys",
            "products",
            "productSets",
            "referenceImages",
            "statuses");

    private GoogleReplyFields() {}

    /** Returns true if a reply may contain the field, given the capabilities that the call is cleared for. */
    static boolean isAllowed(String field, Set<Capability> cleared) {
        var tells = revealedCapability(field);
        return tells == null ? PLAIN.contains(field) : cleared.stream().anyMatch(tells::isWithin);
    }

    private static @Nullable Capability revealedCapability(String field) {
        return TELLING.get(field);
    }
}
