package io.facegate.vendor.google.wire;

import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_OCCLUSION;

import io.facegate.call.Capability;
import io.facegate.catalogue.VendorApi;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Annotation type, by name and number, with the capabilities it uses. */
enum GoogleFeature {
    FACE_DETECTION(1),
    LANDMARK_DETECTION(2),
    LOGO_DETECTION(3),
    LABEL_DETECTION(4),
    TEXT_DETECTION(5),
    SAFE_SEARCH_DETECTION(6),
    IMAGE_PROPERTIES(7),
    CROP_HINTS(9),
    WEB_DETECTION(10),
    DOCUMENT_TEXT_DETECTION(11),
    PRODUCT_SEARCH(12),
    OBJECT_LOCALIZATION(19);

    /** Capabilities that the vendor adds for every face it finds; no parameter turns them off. */
    static final Set<Capability> UNASKED = Set.of(ANALYZE_EMOTION, ANALYZE_OCCLUSION);

    private final int number;

    GoogleFeature(int number) {
        this.number = number;
    }

    /** Returns the feature for a name or number, or null when it is unknown. */
    static @Nullable GoogleFeature fromType(@Nullable Object type) {
        for (var feature : values()) {
            if (feature.name().equals(type) || (type instanceof Long number && number == feature.number)) {
                return feature;
            }
        }
        return null;
    }

    static Set<String> names() {
        return Arrays.stream(values()).map(GoogleFeature::name).collect(Collectors.toSet());
    }

    /** Returns the capabilities that it uses. */
    Set<Capability> capabilities() {
        return Objects.requireNonNull(
                VendorApi.GOOGLE_VISION.catalogue().words().capabilities("requests", name()), name());
    }
}
