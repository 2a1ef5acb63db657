package io.facegate.vendor.google.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes normalized replies in Google Vision's format; boxes become polygon corners in pixels. */
final class GoogleResponseWriter {
    private static final int HALF_TURN = 180;
    private static final String DOMAIN = "facegate";

    /** The vendor's name and number of a landmark, by neutral name. */
    private static final Map<String, Map.Entry<String, Integer>> LANDMARKS = Map.of(
            "eyeLeft", Map.entry("LEFT_EYE", 1),
            "eyeRight", Map.entry("RIGHT_EYE", 2),
            "nose", Map.entry("NOSE_TIP", 8));

    private final List<Picture> pictures;
    private final GoogleImageErrors flaws;
    private final boolean numbers;

    GoogleResponseWriter(FaceCall call) {
        this.pictures = call.request().pictures();
        this.flaws = GoogleImageErrors.fromCall(call);
        this.numbers = call.params().get(GoogleRequestReader.QUERY) instanceof Map<?, ?> query
                && query.containsValue(GoogleRequestReader.NUMBERS);
    }

    /** Writes another provider's reply in the vendor's format. A reply to a single image answers that image. */
    byte[] toBytes(Reply reply) {
        var each = reply instanceof Reply.DetectedEach(var several) ? several : List.of(reply);
        if (each.size() != pictures.size() + flaws.all().size()) {
            throw new IllegalArgumentException("no operation of this wire has such a reply");
        }
        return json(body -> {
            body.writeArrayFieldStart("responses");
            var seen = pictures.iterator();
            for (int at = 0; at < each.size(); at++) {
                body.writeStartObject();
                response(body, each.get(at), flaws.contains(at) ? null : seen.next());
                body.writeEndObject();
            }
            body.writeEndArray();
        });
    }

    private void response(JsonGenerator body, Reply reply, @Nullable Picture picture) throws IOException {
        switch (reply) {
            case Reply.Detected(var faces, var rotated)
            when !faces.isEmpty() && picture != null -> {
                boolean lying = rotated.orElse(0) % HALF_TURN != 0;
                int width = lying ? picture.height() : picture.width();
                int height = lying ? picture.width() : picture.height();
                body.writeArrayFieldStart("faceAnnotations");
                for (var face : faces) {
                    body.writeStartObject();
                    face(body, face, width, height);
                    body.writeEndObject();
                }
                body.writeEndArray();
            }
            case Reply.Failed(var kind, var message, var _) -> {
                body.writeObjectFieldStart("error");
                body.writeNumberField("code", GoogleStatus.fromFailure(kind).number());
                body.writeStringField("message", message);
                body.writeEndObject();
            }
            default -> {
                // An image without a face has an empty response.
            }
        }
    }

    private void face(JsonGenerator body, Face face, int width, int height) throws IOException {
        polygon(body, "boundingPoly", face.box(), width, height);
        polygon(body, "fdBoundingPoly", face.box(), width, height);
        body.writeArrayFieldStart("landmarks");
        for (var landmark : face.landmarks()) {
            var name = LANDMARKS.get(landmark.name());
            if (name != null) {
                body.writeStartObject();
                if (numbers) {
                    body.writeNumberField("type", name.getValue());
                } else {
                    body.writeStringField("type", name.getKey());
                }
                body.writeObjectFieldStart("position");
                body.writeNumberField("x", (float) (landmark.x() * width));
                body.writeNumberField("y", (float) (landmark.y() * height));
                body.writeEndObject();
                body.writeEndObject();
            }
        }
        body.writeEndArray();
        writeFace(body, face);
    }

    private static void writeFace(JsonGenerator body, Face face) throws IOException {
        var pose = face.pose();
        if (pose != null) {
            body.writeNumberField("rollAngle", (float) pose.roll());
            body.writeNumberField("panAngle", (float) pose.yaw());
            body.writeNumberField("tiltAngle", (float) pose.pitch());
        }
        var confidence = face.confidence();
        if (confidence.isPresent()) {
            body.writeNumberField("detectionConfidence", (float) confidence.getAsDouble());
        }
    }

    private static void polygon(JsonGenerator body, String key, Face.Box box, int width, int height)
            throws IOException {
        long left = Math.round(box.left() * width);
        long top = Math.round(box.top() * height);
        long right = Math.round((box.left() + box.width()) * width);
        long bottom = Math.round((box.top() + box.height()) * height);
        body.writeObjectFieldStart(key);
        body.writeArrayFieldStart("vertices");
        vertex(body, left, top);
        vertex(body, right, top);
        vertex(body, right, bottom);
        vertex(body, left, bottom);
        body.writeEndArray();
        body.writeEndObject();
    }

    private static void vertex(JsonGenerator body, long x, long y) throws IOException {
        body.writeStartObject();
        body.writeNumberField("x", x);
        body.writeNumberField("y", y);
        body.writeEndObject();
    }

    /** Writes an error. A refusal adds the deciding rule where clients look for reasons. */
    static byte[] error(GoogleStatus status, String message, @Nullable Refusal refusal) {
        return refusal == null
                ? error(status, message, "", body -> {})
                : error(status, message, "ErrorInfo", body -> {
                    body.writeStringField("reason", refusal.code().toUpperCase(java.util.Locale.ROOT));
                    body.writeStringField("domain", DOMAIN);
                    body.writeObjectFieldStart("metadata");
                    body.writeStringField("rule", refusal.rule());
                    body.writeEndObject();
                });
    }

    /** Writes an error with the retry delay where clients look for it. */
    static byte[] unavailable(String message, int seconds) {
        return error(
                GoogleStatus.UNAVAILABLE,
                message,
                "RetryInfo",
                body -> body.writeStringField("retryDelay", seconds + "s"));
    }

    private static byte[] error(GoogleStatus status, String message, String type, Part detail) {
        return json(body -> {
            body.writeObjectFieldStart("error");
            body.writeNumberField("code", status.http());
            body.writeStringField("message", message);
            body.writeStringField("status", status.name());
            if (!type.isEmpty()) {
                body.writeArrayFieldStart("details");
                body.writeStartObject();
                body.writeStringField("@type", "type.googleapis.com/google.rpc." + type);
                detail.write(body);
                body.writeEndObject();
                body.writeEndArray();
            }
            body.writeEndObject();
        });
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
