package io.facegate.converter;

import io.facegate.converter.OnnxModelBuilder.Attribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Converts the published weights of the dlib face recognition network (ResNet with 29 convolutions, 150×150 pixels in,
 * 128 numbers out) to an ONNX model. The build runs it; the same weights give the same bytes on every machine.
 */
public final class RecognitionModelConverter {
    private static final int SIDE = 150;
    private static final int NUMBERS = 128;
    private static final String INPUT = "chips";

    private final OnnxModelBuilder model = new OnnxModelBuilder("recognition");
    private final TfjsWeights weights;

    private RecognitionModelConverter(TfjsWeights weights) {
        this.weights = weights;
    }

    /** Arguments: the manifest of the weights, the weights, and the model to write. */
    public static void main(String... files) throws IOException {
        var weights = TfjsWeights.load(Path.of(files[0]), Path.of(files[1]));
        Files.write(Path.of(files[2]), new RecognitionModelConverter(weights).model());
    }

    private byte[] model() {
        var at = convolution(INPUT, "conv32_down", new Shape(7, 2, true));
        at = model.node("MaxPool", List.of(at), square("kernel_shape", 3), square("strides", 2));
        at = stage(at, 32, 3);
        at = stage(halved(at, "conv64_down", 32, 0), 64, 3);
        at = stage(halved(at, "conv128_down", 64, 0), 128, 2);
        at = stage(halved(at, "conv256_down", 128, 1), 256, 2);
        at = halved(at, "conv256_down_out", 0, 1);
        at = model.node("GlobalAveragePool", List.of(at));
        at = model.node("Flatten", List.of(at));
        var full = model.floats("fc", weights.values("fc"), 256, NUMBERS);
        at = model.node("MatMul", List.of(at, full));
        return model.build(INPUT, new long[] {3, SIDE, SIDE}, at, new long[] {NUMBERS});
    }

    private String stage(String input, int channels, int blocks) {
        var at = input;
        for (int block = 1; block <= blocks; block++) {
            at = residual(at, "conv" + channels + '_' + block);
        }
        return at;
    }

    private String residual(String input, String name) {
        var at = convolution(input, name + "/conv1", new Shape(3, 1, true));
        at = convolution(at, name + "/conv2", new Shape(3, 1, false));
        return relu(model.node("Add", List.of(at, input)));
    }

    /** A downsampling block: average-pooled shortcut; both branches are zero-padded to equal channels and edges. */
    private String halved(String input, String name, int channels, int edge) {
        var at = convolution(input, name + "/conv1", new Shape(3, 2, true));
        at = convolution(at, name + "/conv2", new Shape(3, 1, false));
        var shortcut = model.node("AveragePool", List.of(input), square("kernel_shape", 2), square("strides", 2));
        if (edge > 0) {
            at = model.node("Pad", List.of(at, model.longs(0, 0, 0, 0, 0, 0, edge, edge)));
        }
        if (channels > 0) {
            shortcut = model.node("Pad", List.of(shortcut, model.longs(0, 0, 0, 0, 0, channels, 0, 0)));
        }
        return relu(model.node("Add", List.of(at, shortcut)));
    }

    /** A convolution with the following scale and offset folded into filters and bias. */
    private String convolution(String input, String name, Shape shape) {
        var filters = weights.filters(name + "/conv/filters", shape.side);
        var bias = weights.values(name + "/conv/bias");
        var scale = weights.values(name + "/scale/weights");
        var offset = weights.values(name + "/scale/biases");
        int each = filters.length / bias.length;
        for (int out = 0; out < bias.length; out++) {
            for (int i = out * each; i < (out + 1) * each; i++) {
                filters[i] *= scale[out];
            }
            bias[out] = bias[out] * scale[out] + offset[out];
        }
        var filtersName = model.floats(
                name + "/f", filters, bias.length, each / (shape.side * shape.side), shape.side, shape.side);
        var inputs = List.of(input, filtersName, model.floats(name + "/b", bias, bias.length));
        int pad = shape.step == 1 ? shape.side / 2 : 0;
        var at = model.node("Conv", inputs, square("strides", shape.step), new Attribute("pads", pad, pad, pad, pad));
        return shape.relu ? relu(at) : at;
    }

    private String relu(String input) {
        return model.node("Relu", List.of(input));
    }

    private static Attribute square(String name, long side) {
        return new Attribute(name, side, side);
    }

    /** Shape of a convolution; only step 1 keeps the size. */
    private record Shape(int side, int step, boolean relu) {}
}
