package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face.Box;
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

    /** Writes the position of a person as image analysis 4.0 does. */
    static void boundingBox(JsonGenerator body, Box box, PixelSize size) throws IOException {
        body.writeObjectFieldStart("boundingBox");
        body.writeNumberField("x", Math.round(box.left() * size.width()));
        body.writeNumberField("y", Math.round(box.top() * size.height()));
        body.writeNumberField("w", Math.round(box.width() * size.width()));
        body.writeNumberField("h", Math.round(box.height() * size.height()));
        body.writeEndObject();
    }

    /** Writes the position of a face as an Azure rectangle. */
    static void rectangle(JsonGenerator body, Box box, PixelSize size) throws IOException {
        body.writeObjectFieldStart("faceRectangle");
        body.writeNumberField("top", Math.round(box.top() * size.height()));
        body.writeNumberField("left", Math.round(box.left() * size.width()));
        body.writeNumberField("width", Math.round(box.width() * size.width()));
        body.writeNumberField("height", Math.round(box.height() * size.height()));
        body.writeEndObject();
    }

    /** Writes the content of a body. */
    public interface Content {
        void write(JsonGenerator body) throws IOException;
    }
}
