package io.facegate.vendor.compreface.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.wire.ConfidenceScale;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Writes normalized replies in CompreFace's format; boxes become pixels, similarities are on the vendor's scale. */
final class CompreFaceResponseWriter {
    private static final String SIMILARITY = "similarity";
    private static final String DELETED = "deleted";

    private final JsonGenerator body;
    private final FaceCall call;
    private final CompreFaceValues asked;

    private CompreFaceResponseWriter(JsonGenerator body, FaceCall call) {
        this.body = body;
        this.call = call;
        this.asked = new CompreFaceValues(CompreFaceParameters.fromCall(call));
    }

    /** Writes a normalized reply in the vendor's format. */
    static byte[] toBytes(FaceCall call, Reply reply) {
        return toBytes(call, reply, call);
    }

    /**
     * Writes a normalized reply in the vendor's format.
     *
     * @param sent the call as it was sent
     */
    static byte[] toBytes(FaceCall call, Reply reply, FaceCall sent) {
        return json(body -> {
            if (reply instanceof Reply.ExamplesErased(var erased)
                    && call.wireOperation().equals("DeleteFacesById")) {
                new CompreFaceResponseWriter(body, call).examples(erased);
            } else {
                body.writeStartObject();
                var writer = new CompreFaceResponseWriter(body, call);
                writer.write(reply);
                writer.pluginsVersions(reply, sent);
                body.writeEndObject();
            }
        });
    }

    static byte[] error(int code, String message) {
        return json(body -> {
            body.writeStartObject();
            body.writeStringField("message", message);
            body.writeNumberField("code", code);
            body.writeEndObject();
        });
    }

    private void write(Reply reply) throws IOException {
        switch (reply) {
            case Reply.Detected(var faces, var rotated) ->
                detected(faces, Size.of(asked.picture("file"), rotated.orElse(0)));
            case Reply.Recognized(var each, var rotated) -> recognized(each, Size.of(asked.picture("file"), rotated));
            case Reply.ComparedEach compared -> compared(compared);
            case Reply.Enrolled(var kept, var _, var _) -> example(kept.getFirst());
            case Reply.Examples examples -> page(examples);
            case Reply.ExamplesErased(var erased) -> example(erased.getFirst());
            case Reply.Subjects(var names) -> {
                body.writeArrayFieldStart("subjects");
                for (var name : names) {
                    body.writeString(name);
                }
                body.writeEndArray();
            }
            case Reply.SubjectsErased erased -> erased(erased);
            case Reply.SubjectRenamed(var done) -> body.writeBooleanField("updated", done);
            default -> throw new IllegalArgumentException("no operation of this wire has such a reply");
        }
    }

    /** With {@code status=true}, names what answered in the place of the vendor's plugins. */
    private void pluginsVersions(Reply reply, FaceCall sent) throws IOException {
        boolean isComparing = reply instanceof Reply.Recognized || reply instanceof Reply.ComparedEach;
        if (!(isComparing || reply instanceof Reply.Detected) || !asked.flag("status", false)) {
            return;
        }
        // The embedded engine answers in the name of the wire's vendor; that vendor's own answers are not written here.
        var engine = "facegate." + (sent.provider().equals(call.wire()) ? "local" : sent.provider());
        body.writeObjectFieldStart("plugins_versions");
        body.writeStringField("detector", engine);
        if (isComparing) {
            body.writeStringField("calculator", engine);
        }
        if (CompreFacePlugins.requestedPlugins(asked.given()).contains("pose")) {
            body.writeStringField("pose", engine);
        }
        body.writeEndObject();
    }

    private void erased(Reply.SubjectsErased erased) throws IOException {
        switch (call.wireOperation()) {
            case "DeleteSubject" ->
                body.writeStringField(
                        CompreFaceValues.SUBJECT,
                        CompreFaceValues.requireName(asked.given().path().get(CompreFaceValues.SUBJECT)));
            case "DeleteSubjects" -> body.writeNumberField(DELETED, erased.subjects());
            default -> body.writeNumberField(DELETED, erased.examples());
        }
    }

    private void detected(List<Face> faces, Size size) throws IOException {
        body.writeArrayFieldStart("result");
        int left = asked.limit();
        for (var face : faces) {
            // A face whose confidence is not reported is shown.
            if (face.confidence().orElse(1) >= asked.minConfidence() && left-- > 0) {
                body.writeStartObject();
                face(face, size);
                body.writeEndObject();
            }
        }
        body.writeEndArray();
    }

    private void recognized(List<Reply.Found> each, Size size) throws IOException {
        body.writeArrayFieldStart("result");
        for (var found : each) {
            body.writeStartObject();
            face(Objects.requireNonNull(found.probe()), size);
            body.writeArrayFieldStart("subjects");
            for (var candidate : found.candidates()) {
                body.writeStartObject();
                body.writeStringField(
                        CompreFaceValues.SUBJECT, candidate.enrolment().externalId());
                body.writeNumberField(SIMILARITY, ConfidenceScale.toConfidence(candidate.similarity()));
                body.writeEndObject();
            }
            body.writeEndArray();
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    /** Two pictures give one result that contains both; a stored example gives one result per face. */
    private void compared(Reply.ComparedEach compared) throws IOException {
        boolean both = call.wireOperation().equals("Verify");
        body.writeArrayFieldStart("result");
        if (both) {
            body.writeStartObject();
            body.writeObjectFieldStart("source_image_face");
            face(
                    Objects.requireNonNull(compared.source()),
                    Size.of(asked.picture("source_image"), compared.sourceRotationDegrees()));
            body.writeEndObject();
            body.writeArrayFieldStart("face_matches");
        }
        var size = Size.of(asked.picture(both ? "target_image" : "file"), compared.rotationDegrees());
        for (var match : compared.faces()) {
            body.writeStartObject();
            face(match.face(), size);
            body.writeNumberField(SIMILARITY, ConfidenceScale.toConfidence(match.similarity()));
            body.writeEndObject();
        }
        if (both) {
            body.writeEndArray();
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void page(Reply.Examples examples) throws IOException {
        int size = asked.count("size", 1, Integer.MAX_VALUE, CompreFaceRequestMapper.PAGE);
        body.writeFieldName("faces");
        examples(examples.page());
        body.writeNumberField("page_number", asked.count("page", 0, Integer.MAX_VALUE, 0));
        body.writeNumberField("page_size", size);
        body.writeNumberField("total_pages", (examples.total() + size - 1) / size);
        body.writeNumberField("total_elements", examples.total());
    }

    private void examples(List<Reply.Enrolment> examples) throws IOException {
        body.writeStartArray();
        for (var one : examples) {
            body.writeStartObject();
            example(one);
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void example(Reply.Enrolment example) throws IOException {
        body.writeStringField(CompreFaceValues.IMAGE_ID, example.faceId());
        body.writeStringField(CompreFaceValues.SUBJECT, example.externalId());
    }

    private void face(Face face, Size size) throws IOException {
        var box = face.box();
        body.writeObjectFieldStart("box");
        var confidence = face.confidence();
        if (confidence.isPresent()) {
            body.writeNumberField("probability", confidence.getAsDouble());
        }
        body.writeNumberField("x_max", Math.round((box.left() + box.width()) * size.width));
        body.writeNumberField("y_max", Math.round((box.top() + box.height()) * size.height));
        body.writeNumberField("x_min", Math.round(box.left() * size.width));
        body.writeNumberField("y_min", Math.round(box.top() * size.height));
        body.writeEndObject();
        var pose = CompreFacePlugins.requestedPlugins(asked.given()).contains("pose") ? face.pose() : null;
        if (pose != null) {
            body.writeObjectFieldStart("pose");
            body.writeNumberField("pitch", pose.pitch());
            body.writeNumberField("roll", pose.roll());
            body.writeNumberField("yaw", pose.yaw());
            body.writeEndObject();
        }
    }

    /** Size in pixels of the upright picture. */
    private record Size(int width, int height) {
        private static final int HALF_TURN = 180;

        static Size of(Picture picture, int rotated) {
            return rotated % HALF_TURN == 0
                    ? new Size(picture.width(), picture.height())
                    : new Size(picture.height(), picture.width());
        }
    }

    private static byte[] json(Content content) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var generator = JsonMappers.FACTORY.createGenerator(bytes)) {
            content.write(generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private interface Content {
        void write(JsonGenerator body) throws IOException;
    }
}
