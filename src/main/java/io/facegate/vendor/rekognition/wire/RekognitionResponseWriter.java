package io.facegate.vendor.rekognition.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Reply;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes normalized replies in Rekognition's format; similarities and confidences become 0 to 100. */
final class RekognitionResponseWriter {
    private static final int CREATED = 200;

    private RekognitionResponseWriter() {}

    static byte[] toBytes(Reply reply) {
        return json(body -> write(body, reply));
    }

    static byte[] error(String name, String message, @Nullable String decision) {
        return json(body -> {
            body.writeStringField("__type", name);
            body.writeStringField("Code", name);
            if (decision != null) {
                body.writeStringField("Logref", decision);
            }
            body.writeStringField("Message", message);
        });
    }

    private static void write(JsonGenerator body, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Detected(var faces, var _) -> RekognitionFaceWriter.details(body, faces);
            case Reply.Compared compared -> RekognitionFaceWriter.compared(body, compared);
            case Reply.GalleryCreated created -> created(body, created);
            case Reply.Gallery gallery -> gallery(body, gallery);
            case Reply.Galleries galleries -> galleries(body, galleries);
            case Reply.GalleryErased _ -> body.writeNumberField("StatusCode", CREATED);
            case Reply.Enrolled enrolled -> RekognitionFaceWriter.enrolled(body, enrolled);
            case Reply.Enrolments listed -> RekognitionFaceWriter.listed(body, listed);
            case Reply.Found found -> RekognitionFaceWriter.found(body, found);
            case Reply.FacesErased erased -> erased(body, erased);
            case Reply.ExampleReply _,
                    Reply.PeopleDetected _,
                    Reply.DetectedEach _,
                    Reply.DetectedKeeping _,
                    Reply.Similarity _,
                    Reply.LivenessStarted _,
                    Reply.Liveness _,
                    Reply.Verbatim _,
                    Reply.Failed _ -> throw new IllegalArgumentException("has a shape of its own");
        }
    }

    private static void erased(JsonGenerator body, Reply.FacesErased erased) throws IOException {
        strings(body, "DeletedFaces", erased.faceIds());
        body.writeArrayFieldStart("UnsuccessfulFaceDeletions");
        for (var id : erased.missing()) {
            body.writeStartObject();
            body.writeStringField("FaceId", id);
            strings(body, "Reasons", List.of("FACE_NOT_FOUND"));
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private static void created(JsonGenerator body, Reply.GalleryCreated created) throws IOException {
        body.writeNumberField("StatusCode", CREATED);
        body.writeStringField("CollectionArn", arn(created.gallery()));
        body.writeStringField("FaceModelVersion", created.model());
    }

    private static void gallery(JsonGenerator body, Reply.Gallery gallery) throws IOException {
        if (gallery.faces() != null) {
            body.writeNumberField("FaceCount", gallery.faces());
        }
        body.writeStringField("FaceModelVersion", gallery.model());
        body.writeStringField("CollectionARN", arn(gallery.gallery()));
        if (gallery.created() != null) {
            body.writeNumberField("CreationTimestamp", gallery.created().toEpochMilli() / 1000.0);
        }
        body.writeNumberField("UserCount", 0);
    }

    private static void galleries(JsonGenerator body, Reply.Galleries galleries) throws IOException {
        strings(
                body,
                "CollectionIds",
                galleries.galleries().stream().map(Reply.Gallery::gallery).toList());
        strings(
                body,
                "FaceModelVersions",
                galleries.galleries().stream().map(Reply.Gallery::model).toList());
        next(body, galleries.nextToken());
    }

    static void next(JsonGenerator body, @Nullable String token) throws IOException {
        if (token != null) {
            body.writeStringField("NextToken", token);
        }
    }

    static void strings(JsonGenerator body, String key, Iterable<String> values) throws IOException {
        body.writeArrayFieldStart(key);
        for (var value : values) {
            body.writeString(value);
        }
        body.writeEndArray();
    }

    private static String arn(String gallery) {
        return "aws:rekognition:facegate:local:collection/" + gallery;
    }

    private static byte[] json(Part part) {
        var out = new ByteArrayOutputStream(512);
        try (var body = JsonMappers.FACTORY.createGenerator(out)) {
            body.writeStartObject();
            part.write(body);
            body.writeEndObject();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return out.toByteArray();
    }

    /** Writes fields. */
    private interface Part {
        void write(JsonGenerator body) throws IOException;
    }
}
