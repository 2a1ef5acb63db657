package io.facegate.provider.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Face;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.provider.Orientation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where a vendor found faces: pixels of the upright picture become ratios. */
final class Found {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THROTTLED = 429;
    private static final int TOO_LARGE = 413;
    private static final int BROKEN = 500;

    private final double width;
    private final double height;

    private Found(Picture picture, Orientation orientation) {
        boolean side = orientation.isOnItsSide();
        this.width = side ? picture.height() : picture.width();
        this.height = side ? picture.width() : picture.height();
    }

    /**
     * The answer in neutral words.
     *
     * @throws Fault.ProviderDown when it is none that such a call has
     */
    static Reply of(Vendor vendor, Picture picture, Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        var orientation = Orientation.of(picture);
        if (given.error() != null) {
            return failed(given, given.error());
        }
        try {
            var faces = new Found(picture, orientation).faces(vendor, JSON.readTree(given.body()));
            return new Reply.Detected(faces, orientation.rotated());
        } catch (IOException | IllegalArgumentException unfit) {
            throw new Fault.ProviderDown("The cloud's answer is not one that " + vendor.operation() + " has.");
        }
    }

    private static Reply failed(Reply.Verbatim given, String error) {
        if (given.status() >= BROKEN) {
            throw new Fault.ProviderDown("The cloud failed on the call (" + error + ").");
        }
        var kind = switch (given.status()) {
            case THROTTLED -> Failure.THROTTLED;
            case TOO_LARGE -> Failure.IMAGE_TOO_LARGE;
            default -> Failure.INVALID_IMAGE;
        };
        return new Reply.Failed(kind, "The provider says of the picture: " + error + '.');
    }

    private List<Face> faces(Vendor vendor, JsonNode body) {
        var list = switch (vendor) {
            case GOOGLE_VISION -> body.at("/responses/0/faceAnnotations");
        };
        var faces = new ArrayList<Face>();
        list.forEach(face -> faces.add(
                switch (vendor) {
                    case GOOGLE_VISION -> googles(face);
                }));
        return faces;
    }

    private Face googles(JsonNode face) {
        var corners = demand(face, "boundingPoly").path("vertices");
        double left = least(corners, "x");
        double top = least(corners, "y");
        var marks = new ArrayList<Face.Landmark>();
        face.path("landmarks")
                .forEach(mark -> marks.add(new Face.Landmark(
                        mark.path("type").asText(),
                        mark.path("position").path("x").asDouble() / width,
                        mark.path("position").path("y").asDouble() / height)));
        var pose = new Face.Pose(
                face.path("rollAngle").asDouble(),
                face.path("panAngle").asDouble(),
                face.path("tiltAngle").asDouble());
        return face(
                box(left, top, most(corners, "x") - left, most(corners, "y") - top),
                face.path("detectionConfidence").asDouble(Double.NaN),
                marks,
                pose);
    }

    private static Face face(Face.Box box, double confidence, List<Face.Landmark> marks, Face.@Nullable Pose pose) {
        return new Face(box, confidence, marks, pose, null);
    }

    private Face.Box box(double left, double top, double wide, double high) {
        return new Face.Box(left / width, top / height, wide / width, high / height);
    }

    /** A coordinate that is absent is 0. */
    private static double least(JsonNode corners, String axis) {
        double least = Double.MAX_VALUE;
        for (var corner : corners) {
            least = Math.min(least, corner.path(axis).asDouble());
        }
        return corners.isEmpty() ? 0 : least;
    }

    private static double most(JsonNode corners, String axis) {
        double most = 0;
        for (var corner : corners) {
            most = Math.max(most, corner.path(axis).asDouble());
        }
        return most;
    }

    private static JsonNode demand(JsonNode from, String field) {
        if (!from.hasNonNull(field)) {
            throw new IllegalArgumentException(field);
        }
        return from.get(field);
    }
}
