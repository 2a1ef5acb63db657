package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.call.PixelSize;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.ReplyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reader of CompreFace's faces in one picture: pixels become ratios; returns only traits that the call was cleared for.
 *
 * @param size of the upright picture
 */
record CompreFaceFaceReader(PixelSize size, int rotationDegrees, Set<Capability> cleared) {
    /** Traits with a value and the vendor's confidence in it. */
    private static final Map<String, Capability> TRAITS =
            Map.of("gender", Capability.ANALYZE_GENDER, "mask", Capability.ANALYZE_OCCLUSION);

    static CompreFaceFaceReader forPicture(Picture picture, Set<Capability> cleared) {
        var orientation = Orientation.readFrom(picture);
        return new CompreFaceFaceReader(PixelSize.ofPicture(picture), orientation.rotationDegrees(), cleared);
    }

    List<Face> faces(JsonNode list) {
        var faces = new ArrayList<Face>();
        list.forEach(face -> faces.add(face(face)));
        return faces;
    }

    Face face(JsonNode face) {
        var box = ReplyBodies.requireField(face, "box");
        double left = ReplyBodies.requireField(box, "x_min").asDouble();
        double top = ReplyBodies.requireField(box, "y_min").asDouble();
        return new Face(
                size.box(
                        left,
                        top,
                        ReplyBodies.requireField(box, "x_max").asDouble() - left,
                        ReplyBodies.requireField(box, "y_max").asDouble() - top),
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
                    ReplyBodies.requireField(age, "low").asInt() + "-"
                            + ReplyBodies.requireField(age, "high").asInt()));
        }
        TRAITS.forEach((field, kind) -> {
            if (face.hasNonNull(field) && cleared.contains(kind)) {
                var told = face.get(field);
                traits.add(trait(
                        kind, told, ReplyBodies.requireField(told, "value").asText()));
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
}
