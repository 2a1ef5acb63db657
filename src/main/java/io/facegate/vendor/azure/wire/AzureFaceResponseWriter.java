package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.PixelSize;
import io.facegate.call.Reply;
import io.facegate.vendor.wire.ConfidenceScale;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes normalized replies in Azure Face's format; boxes become pixels, similarities become confidences. */
final class AzureFaceResponseWriter {
    static final String HEAD_POSE = "headPose";

    private static final Map<String, String> LANDMARKS =
            Map.of("eyeLeft", "pupilLeft", "eyeRight", "pupilRight", "nose", "noseTip");

    private final JsonGenerator body;
    private final AzureParameters asked;

    private AzureFaceResponseWriter(JsonGenerator body, AzureParameters asked) {
        this.body = body;
        this.asked = asked;
    }

    /** Writes an answer of the embedded engine in the vendor's format. */
    static byte[] toBytes(FaceCall call, Reply reply) {
        return AzureJson.toBytes(
                body -> new AzureFaceResponseWriter(body, AzureParameters.fromCall(call)).write(reply));
    }

    private void write(Reply reply) throws IOException {
        switch (reply) {
            case Reply.Detected(var faces, var rotated) ->
                detected(
                        faces.stream()
                                .map(face -> new Reply.KeptFace(null, face))
                                .toList(),
                        rotated.orElse(0));
            case Reply.DetectedKeeping(var faces, var rotated) -> detected(faces, rotated);
            case Reply.Similarity(var similarity) -> alike(similarity);
            case Reply.Found found -> found(found);
            default -> throw new IllegalArgumentException("no operation of this wire has such a reply");
        }
    }

    private void alike(double similarity) throws IOException {
        body.writeStartObject();
        body.writeBooleanField("isIdentical", ConfidenceScale.isIdentical(similarity));
        body.writeNumberField("confidence", ConfidenceScale.toConfidence(similarity));
        body.writeEndObject();
    }

    private void found(Reply.Found found) throws IOException {
        body.writeStartArray();
        for (var candidate : found.candidates()) {
            body.writeStartObject();
            body.writeStringField("faceId", candidate.enrolment().faceId());
            body.writeNumberField("confidence", ConfidenceScale.toConfidence(candidate.similarity()));
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void detected(List<Reply.KeptFace> faces, int rotated) throws IOException {
        var picture = asked.picture();
        if (picture == null) {
            throw new IllegalArgumentException("faces of no picture");
        }
        var size = PixelSize.ofRotated(picture, rotated);
        body.writeStartArray();
        for (var kept : faces) {
            body.writeStartObject();
            if (kept.faceId() != null) {
                body.writeStringField("faceId", kept.faceId());
            }
            face(kept.face(), size);
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void face(Face face, PixelSize size) throws IOException {
        AzureJson.rectangle(body, size.rectangle(face.box()));
        if (asked.flag("returnRecognitionModel", false)) {
            // The engine has one model; the answer names the one that the caller asked for, or the vendor's default.
            body.writeStringField("recognitionModel", asked.query().getOrDefault("recognitionModel", "recognition_01"));
        }
        if (asked.flag("returnFaceLandmarks", false)) {
            landmarks(face, size);
        }
        var pose = face.pose();
        if (asked.list(AzureFaceCapabilityRules.ATTRIBUTES).contains(HEAD_POSE) && pose != null) {
            body.writeObjectFieldStart("faceAttributes");
            body.writeObjectFieldStart(HEAD_POSE);
            body.writeNumberField("pitch", pose.pitch());
            body.writeNumberField("roll", pose.roll());
            body.writeNumberField("yaw", pose.yaw());
            body.writeEndObject();
            body.writeEndObject();
        }
    }

    private void landmarks(Face face, PixelSize size) throws IOException {
        body.writeObjectFieldStart("faceLandmarks");
        for (var landmark : face.landmarks()) {
            var name = LANDMARKS.get(landmark.name());
            if (name != null) {
                body.writeObjectFieldStart(name);
                body.writeNumberField("x", landmark.x() * size.width());
                body.writeNumberField("y", landmark.y() * size.height());
                body.writeEndObject();
            }
        }
        body.writeEndObject();
    }
}
