package io.facegate.vendor.neutral.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PixelSize;
import io.facegate.call.Reply;
import io.facegate.catalogue.SimilarityScales;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the replies to one call in the neutral API's format. */
public final class NeutralResponseWriter {

    private final FaceCall call;

    /**
     * Creates a writer of one call's replies.
     *
     * @param call as it was sent
     */
    public NeutralResponseWriter(FaceCall call) {
        this.call = call;
    }

    public byte[] toBytes(Reply reply) {
        return json(body -> write(body, reply));
    }

    /** Returns a JSON object as bytes. */
    public static byte[] json(Part part) {
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
    public interface Part {
        void write(JsonGenerator body) throws IOException;
    }

    private void write(JsonGenerator body, Reply reply) throws IOException {
        body.writeStringField("provider", call.engine());
        switch (reply) {
            case Reply.Detected detected -> detected(body, detected);
            case Reply.PeopleDetected(var people) -> new FaceWriter(body, null).people(people);
            case Reply.Compared compared -> compared(body, compared);
            case Reply.GalleryCreated created -> created(body, created);
            case Reply.Gallery gallery -> gallery(body, gallery);
            case Reply.Galleries galleries -> galleries(body, galleries);
            case Reply.GalleryErased(var gallery) -> body.writeStringField("erased_gallery", gallery);
            case Reply.Enrolled enrolled -> enrolled(body, enrolled);
            case Reply.Enrolments listed -> listed(body, listed);
            case Reply.Found found -> found(body, found);
            case Reply.FacesErased(var ids, var _) -> erased(body, ids);
            case Reply.LivenessStarted started -> started(body, started);
            case Reply.Liveness liveness -> liveness(body, liveness);
            case Reply.ExampleReply _,
                    Reply.DetectedEach _,
                    Reply.DetectedKeeping _,
                    Reply.Similarity _,
                    Reply.Verbatim _,
                    Reply.Failed _ -> throw new IllegalArgumentException("has a shape of its own");
        }
    }

    private void detected(JsonGenerator body, Reply.Detected detected) throws IOException {
        var rotation = detected.rotationDegrees();
        var size = rotation.isPresent() && call.request() instanceof NormalizedRequest.Detect(var picture)
                ? PixelSize.ofRotated(picture, rotation.getAsInt())
                : null;
        size(body, size);
        new FaceWriter(body, size).list("faces", detected.faces());
    }

    private static void size(JsonGenerator body, @Nullable PixelSize size) throws IOException {
        if (size != null) {
            body.writeObjectFieldStart("image");
            body.writeNumberField("width", size.width());
            body.writeNumberField("height", size.height());
            body.writeNumberField("rotated", size.rotationDegrees());
            body.writeEndObject();
        }
    }

    private ScoreWriter scores() {
        var scale = SimilarityScales.forRequest(call.engine(), call.request());
        if (scale == null) {
            throw new IllegalStateException("Nobody knows on which scale " + call.engine() + " is.");
        }
        return new ScoreWriter(scale, call);
    }

    private void compared(JsonGenerator body, Reply.Compared compared) throws IOException {
        var scores = scores();
        var faces = new FaceWriter(body, null);
        faces.writeFace("source", compared.source());
        body.writeArrayFieldStart("matches");
        for (var match : compared.matches()) {
            body.writeStartObject();
            scores.write(body, match.similarity());
            faces.writeFace("face", match.face());
            body.writeEndObject();
        }
        body.writeEndArray();
        faces.list("unmatched", compared.unmatched());
    }

    private static void created(JsonGenerator body, Reply.GalleryCreated created) throws IOException {
        body.writeStringField("gallery", created.gallery());
        body.writeStringField("model", created.model());
    }

    private static void galleries(JsonGenerator body, Reply.Galleries galleries) throws IOException {
        body.writeArrayFieldStart("galleries");
        for (var gallery : galleries.galleries()) {
            body.writeStartObject();
            gallery(body, gallery);
            body.writeEndObject();
        }
        body.writeEndArray();
        next(body, galleries.nextToken());
    }

    private static void gallery(JsonGenerator body, Reply.Gallery gallery) throws IOException {
        body.writeStringField("gallery", gallery.gallery());
        body.writeStringField("model", gallery.model());
        if (gallery.faces() != null) {
            body.writeNumberField("faces", gallery.faces());
        }
        if (gallery.created() != null) {
            body.writeStringField("created", gallery.created().toString());
        }
    }

    private static void enrolled(JsonGenerator body, Reply.Enrolled enrolled) throws IOException {
        enrolments(body, enrolled.enrolled());
        new FaceWriter(body, null).list("left_out", enrolled.notEnrolled());
        body.writeStringField("model", enrolled.model());
    }

    private static void listed(JsonGenerator body, Reply.Enrolments listed) throws IOException {
        enrolments(body, listed.faces());
        body.writeStringField("model", listed.model());
        next(body, listed.nextToken());
    }

    private static void erased(JsonGenerator body, List<String> ids) throws IOException {
        body.writeArrayFieldStart("erased_faces");
        for (var id : ids) {
            body.writeString(id);
        }
        body.writeEndArray();
    }

    private static void enrolments(JsonGenerator body, List<Reply.Enrolment> all) throws IOException {
        body.writeArrayFieldStart("faces");
        for (var stored : all) {
            body.writeStartObject();
            stored(body, stored);
            if (stored.face() != null) {
                new FaceWriter(body, null).writeFace("face", stored.face());
            }
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void found(JsonGenerator body, Reply.Found found) throws IOException {
        var scores = scores();
        var faces = new FaceWriter(body, null);
        if (found.probe() != null) {
            faces.writeFace("probe", found.probe());
        }
        if (found.probeId() != null) {
            body.writeStringField("probe_id", found.probeId());
        }
        body.writeArrayFieldStart("candidates");
        for (var candidate : found.candidates()) {
            body.writeStartObject();
            scores.write(body, candidate.similarity());
            stored(body, candidate.enrolment());
            body.writeEndObject();
        }
        body.writeEndArray();
        body.writeStringField("model", found.model());
    }

    private static void stored(JsonGenerator body, Reply.Enrolment stored) throws IOException {
        if (!stored.faceId().isEmpty()) {
            body.writeStringField("face_id", stored.faceId());
        }
        if (!stored.imageId().isEmpty()) {
            body.writeStringField("image_id", stored.imageId());
        }
        if (stored.externalId() != null) {
            body.writeStringField("external_id", stored.externalId());
        }
    }

    private static void started(JsonGenerator body, Reply.LivenessStarted started) throws IOException {
        body.writeStringField("session", started.session());
        if (started.token() != null) {
            body.writeStringField("token", started.token());
        }
    }

    private static void liveness(JsonGenerator body, Reply.Liveness liveness) throws IOException {
        body.writeStringField("status", liveness.status());
        if (liveness.verdict() != null) {
            body.writeStringField("verdict", liveness.verdict());
        }
        if (liveness.confidence() != null) {
            body.writeFieldName("confidence");
            FaceWriter.writeConfidence(body, liveness.confidence(), "probability");
        }
    }

    private static void next(JsonGenerator body, @Nullable String token) throws IOException {
        if (token != null) {
            body.writeStringField("next_token", token);
        }
    }
}
