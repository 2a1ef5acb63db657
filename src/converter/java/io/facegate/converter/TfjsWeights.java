package io.facegate.converter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads the named tensors of a TensorFlow.js weight file; most are quantized: one byte a value, scale and offset. */
final class TfjsWeights {
    private final Map<String, Entry> entries = new HashMap<>();
    private final byte[] data;

    private TfjsWeights(byte[] data) {
        this.data = data;
    }

    static TfjsWeights load(Path manifest, Path data) throws IOException {
        var weights = new TfjsWeights(Files.readAllBytes(data));
        int at = 0;
        for (var tensor : new ObjectMapper()
                .readTree(Files.readAllBytes(manifest))
                .path(0)
                .path("weights")) {
            var entry = Entry.of(tensor, at);
            weights.entries.put(tensor.path("name").asText(), entry);
            at += entry.bytes();
        }
        if (at != weights.data.length) {
            throw new IOException(data + " holds " + weights.data.length + " bytes, its manifest says " + at);
        }
        return weights;
    }

    float[] values(String name) {
        var entry = entries.get(name);
        if (entry == null) {
            throw new IllegalStateException("The weights have no tensor " + name);
        }
        return entry.read(data);
    }

    /** Transposes {@code [height, width, in, out]} to {@code [out, in, height, width]}, the ONNX filter layout. */
    float[] filters(String name, int side) {
        var tensor = values(name);
        int out = outputs(name);
        int in = tensor.length / (out * side * side);
        var turned = new float[tensor.length];
        int at = 0;
        for (int spot = 0; spot < side * side; spot++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    turned[(o * in + i) * side * side + spot] = tensor[at++];
                }
            }
        }
        return turned;
    }

    int outputs(String name) {
        var entry = entries.get(name);
        return entry == null ? 0 : entry.outputs;
    }

    private record Entry(int at, int count, int outputs, boolean quantised, float scale, float min) {
        static Entry of(JsonNode tensor, int at) {
            int count = 1;
            int outputs = 1;
            for (var size : tensor.path("shape")) {
                outputs = size.asInt();
                count *= outputs;
            }
            var quantised = tensor.path("quantization");
            return new Entry(
                    at,
                    count,
                    outputs,
                    quantised.isObject(),
                    (float) quantised.path("scale").asDouble(),
                    (float) quantised.path("min").asDouble());
        }

        int bytes() {
            return quantised ? count : count * Float.BYTES;
        }

        float[] read(byte[] data) {
            var values = new float[count];
            if (!quantised) {
                ByteBuffer.wrap(data, at, bytes())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                return values;
            }
            for (int i = 0; i < count; i++) {
                values[i] = (data[at + i] & 0xff) * scale + min;
            }
            return values;
        }
    }
}
