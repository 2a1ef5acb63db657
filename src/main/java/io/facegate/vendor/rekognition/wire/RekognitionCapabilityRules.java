package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.vendor.wire.RequestMistake;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Capabilities that a parameter adds. Absent means the vendor's default; unknown is a mistake of the request. */
final class RekognitionCapabilityRules {
    private static final ParameterValues WORDS =
            VendorApi.REKOGNITION.catalogue().words();

    /** Requests every attribute. */
    static final String ALL = "ALL";

    /** Requests the vendor's default attributes, which describe nobody. */
    static final String DEFAULT = "DEFAULT";

    private RekognitionCapabilityRules() {}

    /** Returns the attributes that {@link #ALL} stands for in a parameter. */
    private static List<String> allAttributes(String parameter) {
        var others = WORDS.words(parameter).stream().filter(word -> !word.equals(DEFAULT) && !word.equals(ALL));
        return Stream.concat(Stream.of(DEFAULT), others.sorted()).toList();
    }

    /** Returns the capabilities that an attribute of a parameter reveals; none for an unknown one. */
    private static Set<Capability> attribute(String parameter, String name) {
        var known = WORDS.capabilities(parameter, name);
        return known == null ? Set.of() : known;
    }

    /** Removes redacted attributes. Without any left, the vendor's default applies, which describes nobody. */
    static void removeRedacted(
            Map<String, @Nullable Object> params, @Nullable String parameter, Obligations obligations) {
        if (parameter == null || !(params.get(parameter) instanceof List<?> asked)) {
            return;
        }
        var names = new LinkedHashSet<String>();
        for (var name : asked) {
            names.addAll(name.equals(ALL) ? allAttributes(parameter) : List.of(String.valueOf(name)));
        }
        if (names.removeIf(name -> attribute(parameter, name).stream().anyMatch(obligations::redacts))) {
            params.put(parameter, names.isEmpty() ? List.of(DEFAULT) : new ArrayList<>(names));
        }
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
            case "FaceAttributes" -> value == null ? null : attribute(set, key, key, value);
            case "Settings" -> settings(set, value);
            default -> RequestMistake.unknownValue(key, value, "none of the values that Facegate knows");
        };
    }

    /** Adds what the known words reveal even if another word is unknown, so that they are decided on. */
    private static @Nullable RequestMistake list(Set<Capability> set, String key, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> names)) {
            return RequestMistake.unknownValue(
                    key, value, "a list of these: " + String.join(", ", new TreeSet<>(WORDS.words(key))));
        }
        return RequestMistake.addRevealedByPlace(set, WORDS, key, names);
    }

    private static @Nullable RequestMistake attribute(
            Set<Capability> set, String parameter, String where, @Nullable Object name) {
        var adds = name instanceof String word ? WORDS.capabilities(parameter, word) : null;
        if (adds == null) {
            return RequestMistake.unknownValue(where, name, WORDS.words(parameter));
        }
        set.addAll(adds);
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
