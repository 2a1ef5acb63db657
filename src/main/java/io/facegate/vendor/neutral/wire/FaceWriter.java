package io.facegate.vendor.neutral.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face;
import io.facegate.call.PixelSize;
import io.facegate.call.Reply;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Writes faces and people: boxes as ratios, and in pixels if the picture's size is known; landmarks under both their
 * names.
 */
final class FaceWriter {
    private static final String ANALYZE = "analyze.";

    private final JsonGenerator body;
    private final @Nullable PixelSize size;

    FaceWriter(JsonGenerator body, @Nullable PixelSize size) {
        this.body = body;
        this.size = size;
    }

    void list(String key, List<Face> faces) throws IOException {
        body.writeArrayFieldStart(key);
        for (var face : faces) {
            object(face);
        }
        body.writeEndArray();
    }

    void writeFace(String key, Face face) throws IOException {
        body.writeFieldName(key);
        object(face);
    }

    /** Writes people: a box, and how sure the provider is that this is a person. */
    void people(List<Reply.Person> people) throws IOException {
        body.writeArrayFieldStart("people");
        for (var person : people) {
            body.writeStartObject();
            box(person.box());
            detection(OptionalDouble.of(person.confidence()));
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void object(Face face) throws IOException {
        body.writeStartObject();
        box(face.box());
        detection(face.confidence());
        landmarks(face.landmarks());
        var pose = face.pose();
        if (pose != null) {
            body.writeObjectFieldStart("pose");
            body.writeNumberField("roll", (float) pose.roll());
            body.writeNumberField("yaw", (float) pose.yaw());
            body.writeNumberField("pitch", (float) pose.pitch());
            body.writeEndObject();
        }
        var quality = face.quality();
        if (quality != null) {
            body.writeObjectFieldStart("quality");
            body.writeNumberField("brightness", (float) quality.brightness());
            body.writeNumberField("sharpness", (float) quality.sharpness());
            body.writeEndObject();
        }
        if (!face.traits().isEmpty()) {
            traits(face.traits());
        }
        body.writeEndObject();
    }

    private void traits(List<Face.FaceAttribute> traits) throws IOException {
        body.writeArrayFieldStart("attributes");
        for (var trait : traits) {
            body.writeStartObject();
            body.writeStringField("name", trait.kind().code().substring(ANALYZE.length()));
            body.writeStringField("value", trait.value());
            if (trait.confidence() != null) {
                body.writeFieldName("confidence");
                writeConfidence(body, trait.confidence(), "probability");
            }
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private void box(Face.Box box) throws IOException {
        body.writeObjectFieldStart("box");
        ratio("left", box.left());
        ratio("top", box.top());
        ratio("width", box.width());
        ratio("height", box.height());
        if (size != null) {
            body.writeObjectFieldStart("pixels");
            body.writeNumberField("left", Math.round(box.left() * size.width()));
            body.writeNumberField("top", Math.round(box.top() * size.height()));
            body.writeNumberField("width", Math.round(box.width() * size.width()));
            body.writeNumberField("height", Math.round(box.height() * size.height()));
            body.writeEndObject();
        }
        body.writeEndObject();
    }

    private void ratio(String key, double value) throws IOException {
        body.writeNumberField(key, (float) value);
    }

    /** Writes the detection confidence, apart from match scores, because it is another kind of value. */
    private void detection(OptionalDouble confidence) throws IOException {
        if (confidence.isPresent()) {
            body.writeFieldName("detection");
            writeConfidence(body, confidence.getAsDouble(), "detection");
        }
    }

    /** Writes a confidence with its kind. */
    static void writeConfidence(JsonGenerator body, double confidence, String kind) throws IOException {
        body.writeStartObject();
        body.writeNumberField("raw", (float) confidence);
        body.writeNumberField("min", 0);
        body.writeNumberField("max", 1);
        body.writeStringField("direction", "higher");
        body.writeStringField("kind", kind);
        body.writeEndObject();
    }

    private void landmarks(List<Face.Landmark> landmarks) throws IOException {
        body.writeArrayFieldStart("landmarks");
        for (var landmark : landmarks) {
            body.writeStartObject();
            body.writeStringField("name", landmark.name());
            ratio("x", landmark.x());
            ratio("y", landmark.y());
            var alias = LandmarkAlias.find(landmark.name());
            if (alias != null) {
                body.writeObjectFieldStart("alias");
                body.writeStringField("name", alias.neutral());
                body.writeStringField("match", alias.exact() ? "exact" : "approximate");
                body.writeEndObject();
            }
            body.writeEndObject();
        }
        body.writeEndArray();
    }
}
