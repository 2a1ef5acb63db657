package io.facegate.vendor.google.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.ReplyNumbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Translator of Google Vision's answers to normalized replies: faces, and the traits that were requested. Pixels of the
 * upright picture become ratios.
 */
public final class GoogleResponseTranslator {
    private static final int THROTTLED = 429;
    private static final int TOO_LARGE = 413;
    private static final int BROKEN = 500;

    private static final String LIKELIHOOD = "Likelihood";

    /** Fields by capability; each holds a likelihood such as {@code VERY_LIKELY}. */
    private static final Map<Capability, List<String>> TRAITS = new EnumMap<>(Map.of(
            Capability.ANALYZE_EMOTION, List.of("joy", "sorrow", "anger", "surprise"),
            Capability.ANALYZE_OCCLUSION, List.of("headwear")));

    private final Set<Capability> told;
    private final double width;
    private final double height;

    private GoogleResponseTranslator(Set<Capability> told, Picture picture, Orientation orientation) {
        this.told = told;
        boolean side = orientation.isOnItsSide();
        this.width = side ? picture.height() : picture.width();
        this.height = side ? picture.width() : picture.height();
    }

    /**
     * Returns the normalized reply.
     *
     * @throws Fault.ProviderDown when the answer does not fit the call
     */
    public static Reply translate(FaceCall call, Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (!(call.request() instanceof NormalizedRequest.Detect(var picture))) {
            throw new Fault.ProviderDown("The cloud's answer is to something that was not asked.");
        }
        if (given.error() != null) {
            return failed(given, given.error());
        }
        var orientation = Orientation.readFrom(picture);
        var told = EnumSet.copyOf(call.facts().capabilities());
        told.removeAll(call.facts().unrequested());
        try {
            var faces = JsonMappers.PLAIN.readTree(given.body()).at("/responses/0/faceAnnotations");
            return new Reply.Detected(
                    new GoogleResponseTranslator(told, picture, orientation).faces(faces),
                    orientation.rotationDegrees());
        } catch (IOException | IllegalArgumentException unfit) {
            throw new Fault.ProviderDown("The vendor's answer is not one that " + call.operation() + " has.");
        }
    }

    private static Reply failed(Reply.Verbatim given, String error) {
        if (given.status() >= BROKEN) {
            throw new Fault.ProviderDown("The vendor failed on the call (" + error + ").");
        }
        var kind = switch (given.status()) {
            case THROTTLED -> Failure.THROTTLED;
            case TOO_LARGE -> Failure.IMAGE_TOO_LARGE;
            default -> Failure.INVALID_IMAGE;
        };
        return new Reply.Failed(kind, "The provider says of the picture: " + error + '.');
    }

    private List<Face> faces(JsonNode list) {
        var faces = new ArrayList<Face>();
        list.forEach(face -> faces.add(face(face)));
        return faces;
    }

    private Face face(JsonNode face) {
        var corners = ReplyBodies.requireField(face, "boundingPoly").path("vertices");
        double left = minCoordinate(corners, "x");
        double top = minCoordinate(corners, "y");
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
        return new Face(
                box(left, top, maxCoordinate(corners, "x") - left, maxCoordinate(corners, "y") - top),
                ReplyNumbers.of(face.path("detectionConfidence")),
                marks,
                pose,
                null,
                traits(face));
    }

    /** Returns traits in the vendor's terms and without a confidence, as it gives none. */
    private List<Face.FaceAttribute> traits(JsonNode face) {
        var traits = new ArrayList<Face.FaceAttribute>();
        TRAITS.forEach((kind, names) -> {
            var said = names.stream()
                    .filter(name -> face.hasNonNull(name + LIKELIHOOD))
                    .map(name -> name + '=' + face.get(name + LIKELIHOOD).asText())
                    .collect(Collectors.joining(","));
            if (told.contains(kind) && !said.isEmpty()) {
                traits.add(new Face.FaceAttribute(kind, said, null));
            }
        });
        return traits;
    }

    private Face.Box box(double left, double top, double wide, double high) {
        return new Face.Box(left / width, top / height, wide / width, high / height);
    }

    /** Treats an absent coordinate as 0. */
    private static double minCoordinate(JsonNode corners, String axis) {
        double least = Double.MAX_VALUE;
        for (var corner : corners) {
            least = Math.min(least, corner.path(axis).asDouble());
        }
        return corners.isEmpty() ? 0 : least;
    }

    private static double maxCoordinate(JsonNode corners, String axis) {
        double most = 0;
        for (var corner : corners) {
            most = Math.max(most, corner.path(axis).asDouble());
        }
        return most;
    }
}
