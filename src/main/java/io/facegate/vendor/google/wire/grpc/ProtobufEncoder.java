package io.facegate.vendor.google.wire.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import io.facegate.vendor.google.wire.grpc.ProtobufModel.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** Protobuf encoder: writes JSON as a message; drops fields that the message does not have. */
final class ProtobufEncoder {
    private static final Pattern TYPE = Pattern.compile(
            "type\\.googleapis\\.com/(?:google\\.cloud\\.vision\\.(?<version>v1(?:p[1-4]beta1)?)\\.)?(?<name>[A-Za-z.]+)");

    private final ProtobufModel model;

    ProtobufEncoder(ProtobufModel model) {
        this.model = model;
    }

    byte[] message(String type, JsonNode json) {
        var bytes = new ByteArrayOutputStream(256);
        var out = CodedOutputStream.newInstance(bytes);
        try {
            var fields = type.equals(WellKnownTypes.ANY) ? any(json) : WellKnownTypes.fields(type, json);
            for (var entry : fields.properties()) {
                var field = model.field(type, entry.getKey());
                if (field != null && !entry.getValue().isNull()) {
                    field(out, field, entry.getValue());
                }
            }
            out.flush();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }

    /** Writes a {@code google.protobuf.Any}; a value of unknown type gets no bytes. */
    private ObjectNode any(JsonNode json) {
        var fields = JsonNodeFactory.instance.objectNode();
        var type = TYPE.matcher(json.path("@type").asText());
        if (type.matches()) {
            var version = type.group("version");
            var inner = version == null ? model : ProtobufModel.forVersion(version);
            var name = type.group("name");
            if (inner.has(name)) {
                fields.put("type_url", type.group()).put("value", new ProtobufEncoder(inner).message(name, json));
            }
        }
        return fields;
    }

    private void field(CodedOutputStream out, Field field, JsonNode json) throws IOException {
        switch (field.rule()) {
            case ONE -> value(out, field, json);
            case MANY -> {
                for (var item : json.isArray() ? json : List.<JsonNode>of()) {
                    value(out, field, item);
                }
            }
            case MAP -> {
                for (var entry : json.properties()) {
                    out.writeByteArray(
                            field.number(),
                            entry(entry.getKey(), entry.getValue().asText()));
                }
            }
        }
    }

    private static byte[] entry(String key, String value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeString(1, key);
        out.writeString(2, value);
        out.flush();
        return bytes.toByteArray();
    }

    private void value(CodedOutputStream out, Field field, JsonNode json) throws IOException {
        int number = field.number();
        switch (field.kind()) {
            case STRING -> out.writeString(number, json.asText());
            case BYTES -> out.writeByteArray(number, json.binaryValue());
            case MESSAGE -> out.writeByteArray(number, message(field.type(), json));
            case ENUM -> {
                var word =
                        json.isNumber() ? Integer.valueOf(json.intValue()) : model.number(field.type(), json.asText());
                if (word != null) {
                    out.writeEnum(number, word);
                }
            }
            case BOOL -> out.writeBool(number, json.asBoolean());
            case INT32 -> out.writeInt32(number, json.asInt());
            case INT64 -> out.writeInt64(number, json.asLong());
            case UINT64 -> out.writeUInt64(number, unsigned(json.asText()));
            case FLOAT -> out.writeFloat(number, (float) json.asDouble());
            case DOUBLE -> out.writeDouble(number, json.asDouble());
        }
    }

    private static long unsigned(String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
