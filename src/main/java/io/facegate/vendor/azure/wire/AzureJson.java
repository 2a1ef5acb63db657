package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.PixelSize;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the gateway's own answers as JSON. */
public final class AzureJson {

    private AzureJson() {}

    /** Returns the JSON as a body. */
    public static byte[] toBytes(Content content) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var generator = JsonMappers.FACTORY.createGenerator(bytes)) {
            content.write(generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes the content of a body. */
    public interface Content {
        void write(JsonGenerator body) throws IOException;
    }

    /** Writes the position of a person as image analysis 4.0 does. */
    static void boundingBox(JsonGenerator body, PixelSize.Rectangle box) throws IOException {
        body.writeObjectFieldStart("boundingBox");
        body.writeNumberField("x", box.left());
        body.writeNumberField("y", box.top());
        body.writeNumberField("w", box.width());
        body.writeNumberField("h", box.height());
        body.writeEndObject();
    }

    /** Writes the position of a face as an Azure rectangle. */
    static void rectangle(JsonGenerator body, PixelSize.Rectangle box) throws IOException {
        body.writeObjectFieldStart("faceRectangle");
        body.writeNumberField("top", box.top());
        body.writeNumberField("left", box.left());
        body.writeNumberField("width", box.width());
        body.writeNumberField("height", box.height());
        body.writeEndObject();
    }
}
