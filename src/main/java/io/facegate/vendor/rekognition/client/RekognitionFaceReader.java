package io.facegate.vendor.rekognition.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.Reply;
import io.facegate.vendor.client.ReplyBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reader of Rekognition's faces; returns only traits that the call was cleared for. */
record RekognitionFaceReader(Set<Capability> cleared) {
    private static final double PERCENT = 100;

    /** Traits with a value and the vendor's confidence in it. */
    private static final Map<String, Capability> TRAITS = Map.of(
            "Gender", Capability.ANALYZE_GENDER,
            "Smile", Capability.ANALYZE_SMILE,
            "Eyeglasses", Capability.ANALYZE_EYEGLASSES,
            "Sunglasses", Capability.ANALYZE_SUNGLASSES,
            "Beard", Capability.ANALYZE_BEARD,
            "Mustache", Capability.ANALYZE_MUSTACHE,
            "EyesOpen", Capability.ANALYZE_EYES_OPEN,
            "MouthOpen", Capability.ANALYZE_MOUTH_OPEN,
            "FaceOccluded", Capability.ANALYZE_OCCLUSION);

    List<Face> faces(JsonNode list) {
        return readAll(list, this::face);
    }

    <T> List<T> readAll(JsonNode list, Function<JsonNode, T> each) {
        var all = new ArrayList<T>();
        list.forEach(item -> all.add(each.apply(item)));
        return all;
    }

    /** Returns one stored face, as lists and searches give it. */
    Reply.Enrolment readEnrolment(JsonNode face) {
        return new Reply.Enrolment(
                ReplyBodies.requireField(face, "FaceId").asText(),
                face.path("ImageId").asText(""),
                face.hasNonNull("ExternalImageId") ? face.get("ExternalImageId").asText() : null,
                face(face));
    }

    Face face(JsonNode face) {
        return new Face(
                box(ReplyBodies.requireField(face, "BoundingBox")),
                OptionalDouble.of(face.path("Confidence").asDouble() / PERCENT),
                readAll(
                        face.path("Landmarks"),
                        mark -> new Face.Landmark(
                                mark.path("Type").asText(),
                                mark.path("X").asDouble(),
                                mark.path("Y").asDouble())),
                pose(face.get("Pose")),
                quality(face.get("Quality")),
                traits(face));
    }

    Face.Box box(JsonNode box) {
        return new Face.Box(
                ReplyBodies.requireField(box, "Left").asDouble(),
                ReplyBodies.requireField(box, "Top").asDouble(),
                ReplyBodies.requireField(box, "Width").asDouble(),
                ReplyBodies.requireField(box, "Height").asDouble());
    }

    private static Face.@Nullable Pose pose(@Nullable JsonNode pose) {
        return pose == null
                ? null
                : new Face.Pose(
                        pose.path("Roll").asDouble(),
                        pose.path("Yaw").asDouble(),
                        pose.path("Pitch").asDouble());
    }

    private static Face.@Nullable Quality quality(@Nullable JsonNode quality) {
        return quality == null
                ? null
                : new Face.Quality(
                        quality.path("Brightness").asDouble(),
                        quality.path("Sharpness").asDouble());
    }

    private List<Face.FaceAttribute> traits(JsonNode face) {
        var traits = new ArrayList<Face.FaceAttribute>();
        TRAITS.forEach((field, kind) -> {
            if (face.has(field)) {
                traits.add(trait(kind, face.get(field), "Value"));
            }
        });
        face.path("Emotions").forEach(one -> traits.add(trait(Capability.ANALYZE_EMOTION, one, "Type")));
        var age = face.get("AgeRange");
        if (age != null) {
            var years = age.path("Low").asInt() + "-" + age.path("High").asInt();
            traits.add(new Face.FaceAttribute(Capability.ANALYZE_AGE, years, null));
        }
        var gaze = face.get("EyeDirection");
        if (gaze != null) {
            var degrees = gaze.path("Yaw").asDouble() + "," + gaze.path("Pitch").asDouble();
            traits.add(new Face.FaceAttribute(
                    Capability.ANALYZE_GAZE, degrees, gaze.path("Confidence").asDouble() / PERCENT));
        }
        traits.removeIf(trait -> !cleared.contains(trait.kind()));
        return traits;
    }

    private static Face.FaceAttribute trait(Capability kind, JsonNode from, String value) {
        return new Face.FaceAttribute(
                kind, from.path(value).asText(), from.path("Confidence").asDouble() / PERCENT);
    }
}
