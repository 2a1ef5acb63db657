package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the gateway's own answers as JSON. */
public final class AzureJson {
    private static final JsonFactory JSON = new JsonFactory();

    private AzureJson() {}

    /** Returns the JSON as a body. */
    public static byte[] toBytes(Content content) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var generator = JSON.createGenerator(bytes)) {
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
}
