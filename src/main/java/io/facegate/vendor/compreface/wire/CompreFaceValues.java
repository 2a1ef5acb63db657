package io.facegate.vendor.compreface.wire;

import io.facegate.call.NormalizedRequest.FaceInput;
import io.facegate.call.Picture;
import io.facegate.vendor.wire.InvalidRequestException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed values of a call's parameters, checked against the vendor's limits. */
record CompreFaceValues(CompreFaceParameters given) {
    static final String SUBJECT = "subject";
    static final String IMAGE_ID = "image_id";

    /** The limit where the vendor sets none. */
    private static final int MOST = 10_000;

    private static final int MOST_IDS = 1000;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern RATIO = Pattern.compile("0|1|[01]?\\.[0-9]{1,17}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl};/\\\\]{1,50}");

    /** Returns the picture with that name, limited to as many faces as the call allows. */
    FaceInput input(String name, int most) {
        return new FaceInput(picture(name), most, minConfidence());
    }

    Picture picture(String name) {
        var picture = given.picture(name);
        if (picture == null) {
            throw new InvalidRequestException("Required part '" + name + "' is missing, or is not an image.");
        }
        return picture;
    }

    /** Returns the most faces of a picture; 0, the vendor's default, means no limit. */
    int limit() {
        int limit = count("limit", 0, MOST, 0);
        return limit == 0 ? MOST : limit;
    }

    /** Returns the minimum detection confidence. */
    double minConfidence() {
        var word = given.query().get("det_prob_threshold");
        if (word == null) {
            return 0;
        }
        if (!RATIO.matcher(word).matches() || Double.parseDouble(word) > 1) {
            throw new InvalidRequestException("det_prob_threshold must be a number from 0 to 1.");
        }
        return Double.parseDouble(word);
    }

    int predictions() {
        return count("prediction_count", 1, MOST, 1);
    }

    int count(String key, int least, int most, int otherwise) {
        var word = given.query().get(key);
        if (word == null) {
            return otherwise;
        }
        int number = NUMBER.matcher(word).matches() ? Integer.parseInt(word) : -1;
        if (number < least || number > most) {
            throw new InvalidRequestException(key + " must be a whole number from " + least + " to " + most + ".");
        }
        return number;
    }

    boolean flag(String key, boolean otherwise) {
        var word = given.query().get(key);
        if (word != null && !word.equals("true") && !word.equals("false")) {
            throw new InvalidRequestException(key + " must be true or false.");
        }
        return word == null ? otherwise : word.equals("true");
    }

    /** Returns the example id in the path. */
    String imageId() {
        return uuid(given.path().get(IMAGE_ID));
    }

    List<String> imageIds() {
        if (given.body().get(CompreFaceParameters.IDS) instanceof List<?> ids && ids.size() <= MOST_IDS) {
            return ids.stream().map(CompreFaceValues::uuid).toList();
        }
        throw new InvalidRequestException("The body must be a list of at most " + MOST_IDS + " image ids.");
    }

    private static String uuid(@Nullable Object id) {
        if (id instanceof String text && UUID.matcher(text).matches()) {
            return text;
        }
        throw new InvalidRequestException("An image id must be a UUID that the service returned.");
    }

    /** Returns a subject's name, or null when absent. */
    static @Nullable String name(@Nullable Object name) {
        if (name == null || (name instanceof String text && NAME.matcher(text).matches() && !text.isBlank())) {
            return (String) name;
        }
        throw new InvalidRequestException(
                "A subject's name must have from 1 to 50 characters, and none of ';', '/' and '\\'.");
    }

    /** Returns a subject's name, which is required. */
    static String requireName(@Nullable Object name) {
        var known = name(name);
        if (known == null) {
            throw new InvalidRequestException("Required parameter 'subject' is missing.");
        }
        return known;
    }
}
