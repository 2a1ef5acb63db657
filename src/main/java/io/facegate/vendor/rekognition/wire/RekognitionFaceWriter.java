package io.facegate.vendor.rekognition.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face;
import io.facegate.call.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Writes faces and matches in Rekognition's format. */
final class RekognitionFaceWriter {
    private static final double PERCENT = 100;

    private RekognitionFaceWriter() {}

    static void details(JsonGenerator body, List<Face> faces) throws IOException {
        body.writeArrayFieldStart("FaceDetails");
        for (var face : faces) {
            body.writeStartObject();
            writeDetails(body, face);
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    static void compared(JsonGenerator body, Reply.Compared compared) throws IOException {
        body.writeObjectFieldStart("SourceImageFace");
        box(body, "BoundingBox", compared.source().box());
        confidence(body, "Confidence", compared.source());
        body.writeEndObject();
        body.writeArrayFieldStart("FaceMatches");
        for (var match : compared.matches()) {
            body.writeStartObject();
            percent(body, "Similarity", match.similarity());
            body.writeObjectFieldStart("Face");
            writeDetails(body, match.face());
            body.writeEndObject();
            body.writeEndObject();
        }
        body.writeEndArray();
        body.writeArrayFieldStart("UnmatchedFaces");
        for (var face : compared.unmatched()) {
            body.writeStartObject();
            writeDetails(body, face);
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    static void enrolled(JsonGenerator body, Reply.Enrolled enrolled) throws IOException {
        body.writeArrayFieldStart("FaceRecords");
        for (var kept : enrolled.enrolled()) {
            body.writeStartObject();
            stored(body, kept, enrolled.model());
            body.writeObjectFieldStart("FaceDetail");
            writeDetails(body, requireFace(kept));
            body.writeEndObject();
            body.writeEndObject();
        }
        body.writeEndArray();
        body.writeArrayFieldStart("UnindexedFaces");
        for (var face : enrolled.notEnrolled()) {
            body.writeStartObject();
            RekognitionResponseWriter.strings(body, "Reasons", List.of("EXCEEDS_MAX_FACES"));
            body.writeObjectFieldStart("FaceDetail");
            writeDetails(body, face);
            body.writeEndObject();
            body.writeEndObject();
        }
        body.writeEndArray();
        body.writeStringField("FaceModelVersion", enrolled.model());
    }

    static void listed(JsonGenerator body, Reply.Enrolments listed) throws IOException {
        body.writeArrayFieldStart("Faces");
        for (var face : listed.faces()) {
            body.writeStartObject();
            fields(body, face, listed.model());
            body.writeEndObject();
        }
        body.writeEndArray();
        body.writeStringField("FaceModelVersion", listed.model());
        RekognitionResponseWriter.next(body, listed.nextToken());
    }

    static void found(JsonGenerator body, Reply.Found found) throws IOException {
        var probe = found.probe();
        if (probe != null) {
            box(body, "SearchedFaceBoundingBox", probe.box());
            confidence(body, "SearchedFaceConfidence", probe);
        }
        if (found.probeId() != null) {
            body.writeStringField("SearchedFaceId", found.probeId());
        }
        body.writeArrayFieldStart("FaceMatches");
        for (var candidate : found.candidates()) {
            body.writeStartObject();
            percent(body, "Similarity", candidate.similarity());
            stored(body, candidate.enrolment(), found.model());
            body.writeEndObject();
        }
        body.writeEndArray();
        body.writeStringField("FaceModelVersion", found.model());
    }

    private static void stored(JsonGenerator body, Reply.Enrolment face, String model) throws IOException {
        body.writeObjectFieldStart("Face");
        fields(body, face, model);
        body.writeEndObject();
    }

    private static void fields(JsonGenerator body, Reply.Enrolment stored, String model) throws IOException {
        body.writeStringField("FaceId", stored.faceId());
        box(body, "BoundingBox", requireFace(stored).box());
        body.writeStringField("ImageId", stored.imageId());
        if (stored.externalId() != null) {
            body.writeStringField("ExternalImageId", stored.externalId());
        }
        confidence(body, "Confidence", requireFace(stored));
        body.writeStringField("IndexFacesModelVersion", model);
    }

    /** Returns the stored face's position, which every provider that answers this wire in normalized form gives. */
    private static Face requireFace(Reply.Enrolment stored) {
        return Objects.requireNonNull(stored.face());
    }

    private static void writeDetails(JsonGenerator body, Face face) throws IOException {
        box(body, "BoundingBox", face.box());
        body.writeArrayFieldStart("Landmarks");
        for (var landmark : face.landmarks()) {
            body.writeStartObject();
            body.writeStringField("Type", landmark.name());
            body.writeNumberField("X", (float) landmark.x());
            body.writeNumberField("Y", (float) landmark.y());
            body.writeEndObject();
        }
        body.writeEndArray();
        var pose = face.pose();
        if (pose != null) {
            body.writeObjectFieldStart("Pose");
            body.writeNumberField("Roll", (float) pose.roll());
            body.writeNumberField("Yaw", (float) pose.yaw());
            body.writeNumberField("Pitch", (float) pose.pitch());
            body.writeEndObject();
        }
        var quality = face.quality();
        if (quality != null) {
            body.writeObjectFieldStart("Quality");
            body.writeNumberField("Brightness", (float) quality.brightness());
            body.writeNumberField("Sharpness", (float) quality.sharpness());
            body.writeEndObject();
        }
        confidence(body, "Confidence", face);
    }

    private static void box(JsonGenerator body, String key, Face.Box box) throws IOException {
        body.writeObjectFieldStart(key);
        body.writeNumberField("Width", (float) box.width());
        body.writeNumberField("Height", (float) box.height());
        body.writeNumberField("Left", (float) box.left());
        body.writeNumberField("Top", (float) box.top());
        body.writeEndObject();
    }

    private static void percent(JsonGenerator body, String key, double ratio) throws IOException {
        body.writeNumberField(key, (float) (ratio * PERCENT));
    }

    private static void confidence(JsonGenerator body, String key, Face face) throws IOException {
        if (face.confidence().isPresent()) {
            percent(body, key, face.confidence().getAsDouble());
        }
    }
}
