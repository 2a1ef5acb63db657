package io.facegate.converter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Builder of an ONNX model (operator set 13); the numbers are field numbers of onnx.proto. */
final class OnnxModelBuilder {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INTS = 7;

    private final ProtobufWriter graph = new ProtobufWriter();
    private int values;

    OnnxModelBuilder(String name) {
        graph.text(2, name);
    }

    /** An integer-list attribute of an operator. */
    record Attribute(String name, long... values) {
        private ProtobufWriter proto() {
            var proto = new ProtobufWriter().text(1, name).number(20, ATTRIBUTE_INTS);
            for (long value : values) {
                proto.number(8, value);
            }
            return proto;
        }
    }

    /** Adds an operator and returns the name of its result. */
    String node(String operator, List<String> inputs, Attribute... attributes) {
        var name = operator + '_' + values++;
        var node = new ProtobufWriter();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, name).text(3, name).text(4, operator);
        for (var attribute : attributes) {
            node.message(5, attribute.proto());
        }
        graph.message(1, node);
        return name;
    }

    /** Adds a float constant and returns its name. */
    String floats(String name, float[] values, long... shape) {
        var raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, raw.array(), shape);
    }

    /** Adds an integer vector constant and returns its name. */
    String longs(long... numbers) {
        var raw = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(numbers);
        return constant("longs_" + values++, INT64, raw.array(), numbers.length);
    }

    private String constant(String name, int type, byte[] raw, long... shape) {
        var tensor = new ProtobufWriter();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return name;
    }

    /** Builds the model with that output; its first dimension is the batch. */
    byte[] build(String input, long[] inputShape, String output, long[] outputShape) {
        graph.message(11, value(input, inputShape));
        graph.message(12, value(output, outputShape));
        return new ProtobufWriter()
                .number(1, IR_VERSION)
                .message(8, new ProtobufWriter().text(1, "").number(2, OPERATOR_SET))
                .message(7, graph)
                .toByteArray();
    }

    private static ProtobufWriter value(String name, long[] shape) {
        var dimensions = new ProtobufWriter().message(1, new ProtobufWriter().text(2, "batch"));
        for (long size : shape) {
            dimensions.message(1, new ProtobufWriter().number(1, size));
        }
        var tensor = new ProtobufWriter().number(1, FLOAT).message(2, dimensions);
        return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
    }
}
