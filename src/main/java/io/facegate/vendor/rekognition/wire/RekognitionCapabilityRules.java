package io.facegate.vendor.rekognition.wire;

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
import io.facegate.catalogue.VendorOperation;
import io.facegate.vendor.wire.RequestMistake;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Capabilities that a parameter adds. Absent means the vendor's default; unknown is a mistake of the request. */
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

    /** Adds the capabilities of the deciding parameter; returns the mistake when its value is unknown, else null. */
    static @Nullable RequestMistake addCapabilities(
            Set<Capability> set, VendorOperation operation, Map<String, @Nullable Object> body) {
        var key = operation.decidedBy();
        if (key == null) {
            return null;
        }
        var value = body.get(key);
        return switch (key) {
            case "Attributes", "DetectionAttributes" -> list(set, key, value);
            case "FaceAttributes" -> value == null ? null : attribute(set, key, value, Set.of(DEFAULT, ALL));
            case "Settings" -> settings(set, value);
            default -> RequestMistake.unknownValue(key, value, "no value that Facegate knows");
        };
    }

    /** Adds what the known words reveal even if another word is unknown, so that they are decided on. */
    private static @Nullable RequestMistake list(Set<Capability> set, String key, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> names)) {
            return RequestMistake.unknownValue(key, value, "a list of these: " + String.join(", ", words()));
        }
        RequestMistake first = null;
        for (int at = 0; at < names.size(); at++) {
            var mistake = attribute(set, key + '[' + at + ']', names.get(at), words());
            first = first == null ? mistake : first;
        }
        return first;
    }

    private static Set<String> words() {
        return Stream.concat(Stream.of(ALL, DEFAULT), ATTRIBUTES.keySet().stream())
                .collect(Collectors.toSet());
    }

    private static @Nullable RequestMistake attribute(
            Set<Capability> set, String where, @Nullable Object name, Set<String> allowed) {
        if (!(name instanceof String word) || !allowed.contains(word)) {
            return RequestMistake.unknownValue(where, name, allowed);
        }
        if (word.equals(ALL)) {
            set.addAll(ATTRIBUTES.values());
        } else if (!word.equals(DEFAULT)) {
            set.add(Objects.requireNonNull(ATTRIBUTES.get(word)));
        }
        return null;
    }

    /** A stream processor either searches faces or detects people, pets and packages at a home. */
    private static @Nullable RequestMistake settings(Set<Capability> set, @Nullable Object value) {
        var keys = value instanceof Map<?, ?> settings ? settings.keySet() : Set.of();
        if (keys.equals(Set.of("ConnectedHome"))) {
            set.removeAll(EnumSet.allOf(Capability.class));
            set.add(Capability.NOT_FACE);
            return null;
        }
        return keys.equals(Set.of("FaceSearch"))
                ? null
                : RequestMistake.unknownValue("Settings", value, "an object with either ConnectedHome or FaceSearch");
    }
}
