package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Picture;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.wire.InvalidRequestException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

    /**
     * Returns the picture under a key.
     *
     * @throws InS3 when the image is in S3, where only Amazon reads it
     */
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
        if (isInS3(image)) {
            throw new InS3();
        }
        throw new InvalidRequestException(key + " needs the picture as Bytes.");
    }

    /** Thrown when an image holds no bytes, but names an object in S3. */
    static final class InS3 extends RuntimeException {
        private static final long serialVersionUID = 1;

        private InS3() {
            super("The picture is in S3.", null, false, false);
        }
    }

    /** Returns true if an image names an object in S3. */
    static boolean isInS3(@Nullable Object image) {
        return image instanceof Map<?, ?> parts && parts.get("S3Object") != null;
    }

    /** Returns the names in S3 of those of the images that are there. */
    List<String> objectsInS3(Collection<String> keys) {
        return keys.stream()
                .map(all::get)
                .filter(RekognitionParameters::isInS3)
                .map(image -> name(((Map<?, ?>) Objects.requireNonNull(image)).get("S3Object")))
                .toList();
    }

    /** Returns an object's name in full, the same in whatever order its parts were sent. */
    private static String name(@Nullable Object object) {
        return object instanceof Map<?, ?> parts ? new TreeMap<>(parts).toString() : String.valueOf(object);
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
