package io.facegate.differential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Generates items of Google Vision request lists: an image or a file, and its features. */
final class GoogleBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FEATURES = List.of(
            "FACE_DETECTION",
            "FACE_DETECTION",
            "FACE_DETECTION",
            "LABEL_DETECTION",
            "TEXT_DETECTION",
            "WEB_DETECTION",
            "OBJECT_LOCALIZATION",
            "SAFE_SEARCH_DETECTION",
            "PRODUCT_SEARCH",
            "CROP_HINTS",
            "TYPE_UNSPECIFIED",
            "WRONG_DETECTION");
    private static final List<String> ADDRESSES = List.of(
            "gs://pictures/a.jpg", "gs://elsewhere/a.jpg", "https://photos.example.net/a.jpg", "http://localhost/");

    private GoogleBodies() {}

    static ObjectNode annotate(Random random, boolean file, Pictures pictures) {
        var one = JSON.createObjectNode();
        if (file) {
            var input = one.putObject("inputConfig").put("mimeType", "application/pdf");
            if (random.nextBoolean()) {
                input.putObject("gcsSource")
                        .put("uri", ADDRESSES.get(random.nextInt(2)).replace(".jpg", ".pdf"));
            } else {
                input.put("content", pictures.base64(random));
            }
            if (random.nextBoolean()) {
                one.putObject("outputConfig").putObject("gcsDestination").put("uri", "gs://results/f/");
            }
        } else {
            image(random, one.putObject("image"), pictures);
        }
        var features = one.putArray("features");
        for (int more = random.nextInt(3); more >= 0; more--) {
            var feature = features.addObject();
            if (random.nextInt(8) == 0) {
                feature.put("type", random.nextInt(12));
            } else {
                feature.put("type", FEATURES.get(random.nextInt(FEATURES.size())));
            }
            if (random.nextBoolean()) {
                feature.put("maxResults", random.nextInt(20));
            }
        }
        context(random, one);
        return one;
    }

    private static void image(Random random, ObjectNode image, Pictures pictures) {
        int kind = random.nextInt(8);
        if (kind < 6) {
            image.put("content", pictures.base64(random));
        } else {
            image.putObject("source")
                    .put(kind == 6 ? "imageUri" : "gcsImageUri", ADDRESSES.get(random.nextInt(ADDRESSES.size())));
        }
    }

    private static void context(Random random, ObjectNode one) {
        switch (random.nextInt(8)) {
            case 0 -> one.putObject("imageContext").putArray("languageHints").add("en");
            case 1 ->
                one.putObject("imageContext")
                        .putObject("faceRecognitionParams")
                        .putArray("celebritySet")
                        .add("builtin/default");
            case 2 ->
                one.putObject("imageContext")
                        .putObject("productSearchParams")
                        .put("productSet", "projects/p/locations/l/productSets/s");
            default -> {}
        }
    }
}
