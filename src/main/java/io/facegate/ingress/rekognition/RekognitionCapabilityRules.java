package io.facegate.ingress.rekognition;

import static io.facegate.call.Capability.ANALYZE_AGE;
import static io.facegate.call.Capability.ANALYZE_BEARD;
import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_EYEGLASSES;
import static io.facegate.call.Capability.ANALYZE_EYES_OPEN;
import static io.facegate.call.Capability.ANALYZE_GAZE;
import static io.facegate.call.Capability.ANALYZE_GENDER;
import static io.facegate.call.Capability.ANALYZE_MOUTH_OPEN;
import static io.facegate.call.Capability.ANALYZE_MUSTACHE;
import static io.facegate.call.Capability.ANALYZE_OCCLUSION;
import static io.facegate.call.Capability.ANALYZE_SMILE;
import static io.facegate.call.Capability.ANALYZE_SUNGLASSES;

import io.facegate.call.Capability;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.VendorOperation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Capabilities that a parameter adds. Absent means the vendor's default; unknown is a precondition failure. */
final class RekognitionCapabilityRules {
    private static final Map<String, Capability> ATTRIBUTES = Map.ofEntries(
            Map.entry("AGE_RANGE", ANALYZE_AGE),
            Map.entry("BEARD", ANALYZE_BEARD),
            Map.entry("EMOTIONS", ANALYZE_EMOTION),
            Map.entry("EYE_DIRECTION", ANALYZE_GAZE),
            Map.entry("EYEGLASSES", ANALYZE_EYEGLASSES),
            Map.entry("EYES_OPEN", ANALYZE_EYES_OPEN),
            Map.entry("GENDER", ANALYZE_GENDER),
            Map.entry("MOUTH_OPEN", ANALYZE_MOUTH_OPEN),
            Map.entry("MUSTACHE", ANALYZE_MUSTACHE),
            Map.entry("FACE_OCCLUDED", ANALYZE_OCCLUSION),
            Map.entry("SMILE", ANALYZE_SMILE),
            Map.entry("SUNGLASSES", ANALYZE_SUNGLASSES));

    /** Requests every attribute. */
    static final String ALL = "ALL";

    /** Requests the vendor's default attributes, which describe nobody. */
    static final String DEFAULT = "DEFAULT";

    private RekognitionCapabilityRules() {}

    /** Returns the attributes that {@link #ALL} stands for. */
    static List<String> allAttributes() {
        return Stream.concat(Stream.of(DEFAULT), ATTRIBUTES.keySet().stream().sorted())
                .toList();
    }

    /** Returns the capability that an attribute reveals, or null. */
    static @Nullable Capability attribute(String name) {
        return ATTRIBUTES.get(name);
    }

    /** Adds the capabilities of the deciding parameter; returns the reason when its value is unknown, else null. */
    static @Nullable PreconditionFailure addCapabilities(
            Set<Capability> set, VendorOperation operation, Map<String, @Nullable Object> body) {
        var key = operation.decidedBy();
        if (key == null) {
            return null;
        }
        var value = body.get(key);
        return switch (key) {
            case "Attributes", "DetectionAttributes" -> list(set, value);
            case "FaceAttributes" -> value == null ? null : attribute(set, value, Set.of(DEFAULT, ALL));
            case "Settings" -> settings(set, value);
            default -> PreconditionFailure.UNKNOWN_VALUE;
        };
    }

    private static @Nullable PreconditionFailure list(Set<Capability> set, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> names)) {
            return PreconditionFailure.UNKNOWN_VALUE;
        }
        for (var name : names) {
            var doubt = attribute(set, name, null);
            if (doubt != null) {
                return doubt;
            }
        }
        return null;
    }

    private static @Nullable PreconditionFailure attribute(
            Set<Capability> set, @Nullable Object name, @Nullable Set<String> allowed) {
        if (!(name instanceof String word) || (allowed != null && !allowed.contains(word))) {
            return PreconditionFailure.UNKNOWN_VALUE;
        }
        if (word.equals(ALL)) {
            set.addAll(ATTRIBUTES.values());
            return null;
        }
        var adds = ATTRIBUTES.get(word);
        if (adds != null) {
            set.add(adds);
            return null;
        }
        return word.equals(DEFAULT) ? null : PreconditionFailure.UNKNOWN_VALUE;
    }

    /** A stream processor either searches faces or detects people, pets and packages at a home. */
    private static @Nullable PreconditionFailure settings(Set<Capability> set, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> settings)) {
            return PreconditionFailure.UNKNOWN_VALUE;
        }
        if (settings.keySet().equals(Set.of("ConnectedHome"))) {
            set.removeAll(EnumSet.allOf(Capability.class));
            set.add(Capability.NOT_FACE);
            return null;
        }
        return settings.keySet().equals(Set.of("FaceSearch")) ? null : PreconditionFailure.UNKNOWN_VALUE;
    }
}
