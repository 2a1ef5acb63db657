package io.facegate.vendor.azure.wire;

import io.facegate.call.Capability;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.RequestMistake;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Capabilities that parameters add. Absent means the vendor's default; unknown is a mistake of the request. */
final class AzureFaceCapabilityRules {
    static final String ATTRIBUTES = "returnFaceAttributes";
    static final String FACE_ID = "returnFaceId";

    private static final ParameterValues WORDS =
            VendorApi.AZURE_FACE.catalogue().words();

    private static final List<String> FLAGS = List.of(FACE_ID, "returnFaceLandmarks", "returnRecognitionModel");
    private static final Set<String> MODES = Set.of("matchPerson", "matchFace");

    private static final Pattern FRACTION = Pattern.compile("[01](\\.[0-9]{1,16})?");

    private AzureFaceCapabilityRules() {}

    /** Adds what the known words reveal to the set; returns the first mistake, else null. */
    static @Nullable RequestMistake addCapabilities(Set<Capability> set, RestOperation route, AzureParameters given) {
        var mistake = findUnknownFlag(given);
        // The vendor keeps a template for a day, and anyone with the id can search by it.
        if (route.query().contains(FACE_ID) && given.flag(FACE_ID, true)) {
            set.add(Capability.ENROLL);
        }
        var unknown = RequestMistake.addRevealed(set, WORDS, ATTRIBUTES, given.list(ATTRIBUTES));
        mistake = mistake == null ? unknown : mistake;
        if (given.body().get("addPersonIds") != null) {
            set.add(Capability.ENROLL);
        }
        return mistake == null ? findUnknownMode(given.body()) : mistake;
    }

    private static @Nullable RequestMistake findUnknownFlag(AzureParameters given) {
        return FLAGS.stream()
                .filter(flag -> !given.query().getOrDefault(flag, "true").matches("true|false"))
                .findFirst()
                .map(flag -> RequestMistake.unknownValue(flag, given.query().get(flag), List.of("true", "false")))
                .orElse(null);
    }

    /** Returns the requested minimum confidence, or null. An invalid one must not satisfy a condition or be stored. */
    static @Nullable Double threshold(AzureParameters given) {
        var inForm = given.body().get("verifyConfidenceThreshold");
        var asked = inForm == null ? given.body().get("confidenceThreshold") : inForm;
        double value = switch (asked) {
            case Number number -> number.doubleValue();
            case String text when FRACTION.matcher(text).matches() -> Double.parseDouble(text);
            case null, default -> -1;
        };
        return value >= 0 && value <= 1 ? Double.valueOf(value) : null;
    }

    private static @Nullable RequestMistake findUnknownMode(Map<String, @Nullable Object> body) {
        var mode = body.get("mode");
        return !body.containsKey("faceId") || mode == null || MODES.contains(mode)
                ? null
                : RequestMistake.unknownValue("mode", mode, MODES);
    }
}
