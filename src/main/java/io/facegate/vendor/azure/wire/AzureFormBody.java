package io.facegate.vendor.azure.wire;

import io.facegate.call.RequestPayload;
import io.facegate.call.StrictUtf8;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.MultipartReader.Part;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields of a form with a picture. Each field is a part, or, in the preview version, all are JSON in one part. */
final class AzureFormBody {
    private static final String PICTURE = "verifyImage";
    private static final String OLD_PICTURE = "VerifyImage";
    private static final String OLD_FIELDS = "Parameters";
    private static final String NO_BLOB = "\0";

    private final Set<String> known;
    private @Nullable InvalidRequestException flaw;

    /** @param known the names of all fields */
    AzureFormBody(Set<String> known) {
        this.known = known;
    }

    /** Returns the error of the form's picture, or null. */
    @Nullable
    InvalidRequestException flaw() {
        return flaw;
    }

    /** Returns the fields by name, the picture included. */
    Map<String, @Nullable Object> fieldsOf(Map<String, Part> parts, PictureLimits limits) throws Unreadable {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        var allowed = parts.containsKey(OLD_FIELDS) ? Set.of(OLD_FIELDS, OLD_PICTURE) : known;
        RequestMistake.requireKnown(parts.keySet(), allowed);
        for (var part : parts.entrySet()) {
            var name = part.getKey();
            fields.put(name, value(name, part.getValue().bytes(), limits));
        }
        if (flaw == null && !fields.containsKey(PICTURE) && !fields.containsKey(OLD_PICTURE)) {
            flaw = new InvalidRequestException("The form must contain the picture to verify against.");
        }
        return fields;
    }

    private @Nullable Object value(String name, byte[] bytes, PictureLimits limits) throws Unreadable {
        return switch (name) {
            case PICTURE, OLD_PICTURE -> picture(bytes, limits);
            case OLD_FIELDS -> {
                var fields = StrictJson.read(new RequestPayload(bytes), NO_BLOB);
                RequestMistake.requireKnown(
                        fields.keySet(),
                        known.stream().filter(one -> !one.equals(PICTURE)).collect(Collectors.toSet()));
                yield fields;
            }
            default -> text(bytes);
        };
    }

    private @Nullable Object picture(byte[] bytes, PictureLimits limits) {
        try {
            return limits.read(bytes);
        } catch (InvalidRequestException wrong) {
            flaw = wrong;
            return null;
        }
    }

    private static String text(byte[] bytes) throws Unreadable {
        try {
            return StrictUtf8.decode(bytes);
        } catch (IllegalArgumentException broken) {
            throw new Unreadable(RequestMistake.malformedBody("A part of the form is not UTF-8."));
        }
    }
}
