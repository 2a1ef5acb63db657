package io.facegate.vendor.google.wire.grpc;

import com.google.protobuf.WireFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Protobuf value type and its wire encoding. */
enum ProtobufType {
    STRING(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    BYTES(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    MESSAGE(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    ENUM(WireFormat.WIRETYPE_VARINT),
    BOOL(WireFormat.WIRETYPE_VARINT),
    INT32(WireFormat.WIRETYPE_VARINT),
    INT64(WireFormat.WIRETYPE_VARINT),
    UINT64(WireFormat.WIRETYPE_VARINT),
    FLOAT(WireFormat.WIRETYPE_FIXED32),
    DOUBLE(WireFormat.WIRETYPE_FIXED64);

    private static final Map<String, ProtobufType> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(kind -> kind.name().toLowerCase(Locale.ROOT), Function.identity()));

    private final int wire;

    ProtobufType(int wire) {
        this.wire = wire;
    }

    /** Returns the wire type of one value. */
    int wire() {
        return wire;
    }

    /** Returns true if repeated values can be packed. */
    boolean packs() {
        return wire != WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** Returns the type with that name; any other name is a message type. */
    static ProtobufType fromName(String word) {
        return BY_WORD.getOrDefault(word, MESSAGE);
    }
}
