package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.call.PixelSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reader of Azure's Detect response; pixels of the upright picture become ratios. */
final class AzureDetectResponseReader {
    private final double width;
    private final double height;
    private final int rotated;
    private final Set<Capability> may;

    /** @param may the traits that may be returned */
    AzureDetectResponseReader(Picture picture, Set<Capability> may) {
        var orientation = Orientation.readFrom(picture);
        var size = PixelSize.ofPicture(picture);
        this.width = size.width();
        this.height = size.height();
        this.rotated = orientation.rotationDegrees();
        this.may = may;
    }

    /**
     * One detected face.
     *
     * @param id its face id, valid for a minute, or empty
     * @param target its box in the vendor's {@code targetFace} format
     */
    record Seen(String id, String target, Face face) {}

    /** Returns the clockwise rotation by EXIF in degrees. */
    int rotationDegrees() {
        return rotated;
    }

    /** Returns the faces of an answer, in the answer's order. */
    List<Seen> faces(JsonNode answer) {
        var faces = new ArrayList<Seen>();
        answer.forEach(one -> faces.add(face(one)));
        return faces;
    }

    /** Returns the faces of an answer, largest first. */
    List<Seen> bySize(JsonNode answer) {
        return faces(answer).stream()
                .sorted(Comparator.comparingDouble(
                                (Seen seen) -> seen.face.box().area())
                        .reversed())
                .toList();
    }

    private Seen face(JsonNode from) {
        var box = AzureAnswerReader.requireField(from, "faceRectangle");
        int left = number(box, "left");
        int top = number(box, "top");
        int wide = number(box, "width");
        int high = number(box, "height");
        var attributes = from.path("faceAttributes");
        var face = new Face(
                new Face.Box(left / width, top / height, wide / width, high / height),
                OptionalDouble.empty(), // The vendor gives no detection confidence.
                landmarks(from.path("faceLandmarks")),
                pose(attributes.get("headPose")),
                null,
                AzureFaceAttribute.traits(attributes, may));
        return new Seen(from.path("faceId").asText(""), left + "," + top + ',' + wide + ',' + high, face);
    }

    private List<Face.Landmark> landmarks(JsonNode from) {
        var landmarks = new ArrayList<Face.Landmark>();
        from.properties()
                .forEach(mark -> landmarks.add(new Face.Landmark(
                        mark.getKey(),
                        mark.getValue().path("x").asDouble() / width,
                        mark.getValue().path("y").asDouble() / height)));
        return landmarks;
    }

    private static Face.@Nullable Pose pose(@Nullable JsonNode pose) {
        return pose == null
                ? null
                : new Face.Pose(
                        pose.path("roll").asDouble(),
                        pose.path("yaw").asDouble(),
                        pose.path("pitch").asDouble());
    }

    private static int number(JsonNode box, String field) {
        return AzureAnswerReader.requireField(box, field).asInt();
    }
}
