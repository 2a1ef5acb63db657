package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.vendor.client.ReplyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reader of CompreFace's faces in one picture: pixels become ratios; returns only traits that the call was cleared for.
 *
 * @param width of the upright picture
 */
record CompreFaceFaceReader(double width, double height, int rotationDegrees, Set<Capability> cleared) {
    /** Traits with a value and the vendor's confidence in it. */
    private static final Map<String, Capability> TRAITS =
            Map.of("gender", Capability.ANALYZE_GENDER, "mask", Capability.ANALYZE_OCCLUSION);

    static CompreFaceFaceReader forPicture(Picture picture, Set<Capability> cleared) {
        var orientation = Orientation.readFrom(picture);
        boolean side = orientation.isOnItsSide();
        return new CompreFaceFaceReader(
                side ? picture.height() : picture.width(),
                side ? picture.width() : picture.height(),
                orientation.rotationDegrees(),
                cleared);
    }

    List<Face> faces(JsonNode list) {
        var faces = new ArrayList<Face>();
        list.forEach(face -> faces.add(face(face)));
        return faces;
    }

    Face face(JsonNode face) {
        var box = requireField(face, "box");
        double left = requireField(box, "x_min").asDouble();
        double top = requireField(box, "y_min").asDouble();
        return new Face(
                new Face.Box(
                        left / width,
                        top / height,
                        (requireField(box, "x_max").asDouble() - left) / width,
                        (requireField(box, "y_max").asDouble() - top) / height),
                ReplyNumbers.of(box.path("probability")),
                List.of(),
                null,
                null,
                traits(face));
    }

    private List<Face.FaceAttribute> traits(JsonNode face) {
        var traits = new ArrayList<Face.FaceAttribute>();
        if (face.hasNonNull("age") && cleared.contains(Capability.ANALYZE_AGE)) {
            var age = face.get("age");
            traits.add(trait(
                    Capability.ANALYZE_AGE,
                    age,
                    requireField(age, "low").asInt() + "-"
                            + requireField(age, "high").asInt()));
        }
        TRAITS.forEach((field, kind) -> {
            if (face.hasNonNull(field) && cleared.contains(kind)) {
                var told = face.get(field);
                traits.add(trait(kind, told, requireField(told, "value").asText()));
            }
        });
        return traits;
    }

    private static Face.FaceAttribute trait(Capability kind, JsonNode told, String value) {
        return new Face.FaceAttribute(
                kind,
                value,
                told.hasNonNull("probability")
                        ? (Double) told.get("probability").asDouble()
                        : null);
    }

    static JsonNode requireField(JsonNode from, String field) {
        if (!from.hasNonNull(field)) {
            throw new IllegalArgumentException(field);
        }
        return from.get(field);
    }
}
