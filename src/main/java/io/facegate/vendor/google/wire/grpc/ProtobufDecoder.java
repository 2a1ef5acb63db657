package io.facegate.vendor.google.wire.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.facegate.call.PreconditionFailure;
import io.facegate.vendor.google.wire.grpc.ProtobufModel.Field;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Strict single-pass protobuf decoder into the values that the JSON form would hold. Rejects unpublished fields.
 * Rejects a repeated singular field, because decoders either merge the two or take the last. Bounds depth and number of
 * values. Bytes stay bytes, enums stay numbers.
 */
final class ProtobufDecoder {
    private static final int DEPTH = 32;
    private static final int TEXT = 1 << 20;
    /** The most values of a message. A value takes many times its bytes in memory; no request needs this many. */
    private static final int VALUES = 100_000;

    private final ProtobufModel model;
    private final CodedInputStream in;
    private int values;

    private ProtobufDecoder(ProtobufModel model, ByteBuffer bytes) {
        this.model = model;
        this.in = CodedInputStream.newInstance(bytes);
    }

    /**
     * Reads all bytes as one message.
     *
     * @return maps, lists, strings, longs, doubles, booleans and blobs
     */
    static Map<String, @Nullable Object> read(ProtobufModel model, String type, ByteBuffer bytes) throws Unreadable {
        try {
            return new ProtobufDecoder(model, bytes).message(type, 0);
        } catch (IOException broken) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
    }

    private Map<String, @Nullable Object> message(String type, int depth) throws IOException, Unreadable {
        if (depth > DEPTH) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            var field = model.field(type, WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                throw new Unreadable(RequestMistake.unknownParameter(
                        type + " field number " + WireFormat.getTagFieldNumber(tag), List.of()));
            }
            field(object, field, WireFormat.getTagWireType(tag), depth);
        }
        return object;
    }

    private void field(Map<String, @Nullable Object> object, Field field, int wire, int depth)
            throws IOException, Unreadable {
        switch (field.rule()) {
            case ONE -> putOnce(object, field.name(), value(field, wire, depth));
            case MANY -> {
                var list = getOrPut(object, field.name(), new ArrayList<@Nullable Object>());
                if (field.kind().packs() && wire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    readPacked(list, field, depth);
                } else {
                    list.add(value(field, wire, depth));
                }
            }
            case MAP ->
                entry(getOrPut(object, field.name(), new LinkedHashMap<String, @Nullable Object>()), field, wire);
        }
    }

    private static void putOnce(Map<String, @Nullable Object> object, String name, Object value) throws Unreadable {
        if (object.put(name, value) != null) {
            throw new Unreadable(RequestMistake.duplicateKey(name));
        }
    }

    /** Returns the value that a repeated field holds so far; stores the empty one if it holds none. */
    @SuppressWarnings("unchecked")
    private static <T> T getOrPut(Map<String, @Nullable Object> object, String name, T empty) {
        var held = (T) object.putIfAbsent(name, empty);
        return held == null ? empty : held;
    }

    private void readPacked(List<@Nullable Object> list, Field field, int depth) throws IOException, Unreadable {
        int limit = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            list.add(value(field, field.kind().wire(), depth));
        }
        in.popLimit(limit);
    }

    /** Reads a map entry: a message with a text key and a value, each once. */
    private void entry(Map<String, @Nullable Object> map, Field field, int wire) throws IOException, Unreadable {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        int limit = enterMessage(wire);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            var part = new Field(String.valueOf(number), number, ProtobufType.STRING, "string", ProtobufModel.Rule.ONE);
            if (number > 2 || field.kind() != ProtobufType.STRING) {
                throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER);
            }
            putOnce(parts, part.name(), value(part, WireFormat.getTagWireType(tag), 0));
        }
        in.popLimit(limit);
        putOnce(map, String.valueOf(parts.getOrDefault("1", "")), String.valueOf(parts.getOrDefault("2", "")));
    }

    private int enterMessage(int wire) throws IOException, Unreadable {
        if (wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        return in.pushLimit(in.readRawVarint32());
    }

    private Object value(Field field, int wire, int depth) throws IOException, Unreadable {
        if (wire != field.kind().wire() || ++values > VALUES) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        return switch (field.kind()) {
            case STRING -> text();
            case BYTES -> new Blob(in.readByteArray(), null);
            case MESSAGE -> readNested(field.type(), depth);
            case ENUM -> (long) in.readEnum();
            case BOOL -> in.readBool();
            case INT32 -> (long) in.readInt32();
            case INT64, UINT64 -> in.readInt64();
            case FLOAT -> requireFinite(in.readFloat());
            case DOUBLE -> requireFinite(in.readDouble());
        };
    }

    private Object readNested(String type, int depth) throws IOException, Unreadable {
        int limit = enterMessage(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        var message = message(type, depth + 1);
        in.popLimit(limit);
        return WellKnownTypes.json(type, message);
    }

    private String text() throws IOException, Unreadable {
        var text = in.readStringRequireUtf8();
        if (text.length() > TEXT) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        return text;
    }

    private static Double requireFinite(double number) throws Unreadable {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        return number;
    }
}
