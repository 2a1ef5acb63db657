package io.facegate.ingress.rekognition;

import io.facegate.call.Picture;
import io.facegate.call.Reply.Failure;
import io.facegate.ingress.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed parameters of a body, checked against the vendor's limits. */
record RekognitionParameters(Map<String, @Nullable Object> all) {
    private static final Pattern GALLERY = Pattern.compile("[a-zA-Z0-9_.\\-]{1,255}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[a-zA-Z0-9_.\\-:]{1,255}");
    private static final Pattern FACE_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int MOST = 4096;

    String gallery() {
        return matching("CollectionId", GALLERY);
    }

    String faceId() {
        return matching("FaceId", FACE_ID);
    }

    @Nullable
    String externalId() {
        return all.get("ExternalImageId") == null ? null : matching("ExternalImageId", EXTERNAL_ID);
    }

    /** Returns the picture under a key. */
    Picture picture(String key) {
        var image = all.get(key);
        if (image == null) {
            throw new InvalidRequestException(key + " is required.");
        }
        if (image instanceof Map<?, ?> parts && parts.get("Bytes") instanceof Picture picture) {
            if (parts.get("S3Object") != null) {
                throw new InvalidRequestException(key + " holds both Bytes and S3Object; send one.");
            }
            return picture;
        }
        throw new InvalidRequestException(
                image instanceof Map<?, ?> parts && parts.get("S3Object") != null
                        ? "The engine that answers this call does not read S3. Send the picture as Bytes in " + key
                                + '.'
                        : key + " needs the picture as Bytes.");
    }

    /** Returns a percentage as a similarity from 0 to 1. */
    double similarity(String key, double otherwise) {
        var value = all.get(key);
        if (value == null) {
            return otherwise / 100;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 100) {
            return number.doubleValue() / 100;
        }
        throw new InvalidRequestException(key + " must be a number from 0 to 100.");
    }

    int count(String key, int least, int otherwise) {
        var value = all.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= least && number <= MOST) {
            return number.intValue();
        }
        throw new InvalidRequestException(key + " must be a whole number from " + least + " to " + MOST + ".");
    }

    @Nullable
    String token() {
        var value = all.get("NextToken");
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.length() <= 255) {
            return text;
        }
        throw new InvalidRequestException(Failure.INVALID_TOKEN, "NextToken was not issued for this collection.");
    }

    /** Returns the face ids under {@code FaceIds}; empty when absent. */
    List<String> faceIds(boolean required) {
        var value = all.get("FaceIds");
        if (value == null && !required) {
            return List.of();
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.size() <= MOST) {
            return list.stream().map(RekognitionParameters::faceId).toList();
        }
        throw new InvalidRequestException("FaceIds must hold from 1 to " + MOST + " face ids.");
    }

    private static String faceId(@Nullable Object value) {
        if (value instanceof String text && FACE_ID.matcher(text).matches()) {
            return text;
        }
        throw new InvalidRequestException("FaceIds must hold face ids as IndexFaces returned them.");
    }

    private String matching(String key, Pattern pattern) {
        if (all.get(key) instanceof String text && pattern.matcher(text).matches()) {
            return text;
        }
        throw new InvalidRequestException(key + " is required and must match " + pattern.pattern() + ".");
    }
}
