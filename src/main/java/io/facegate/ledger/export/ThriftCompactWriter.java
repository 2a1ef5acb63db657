package io.facegate.ledger.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Thrift compact protocol writer, for Parquet's metadata. Fields are written in ascending order. */
final class ThriftCompactWriter {
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    ThriftCompactWriter i32(int field, int value) {
        field(field, I32);
        zigzag(value);
        return this;
    }

    ThriftCompactWriter i64(int field, long value) {
        field(field, I64);
        zigzag(value);
        return this;
    }

    ThriftCompactWriter text(int field, String value) {
        field(field, BINARY);
        binary(value);
        return this;
    }

    /** Starts a nested structure. */
    ThriftCompactWriter open(int field) {
        field(field, STRUCT);
        return element();
    }

    /** Starts a list of {@code size} structures; {@link #element} starts each of them. */
    ThriftCompactWriter structs(int field, int size) {
        list(field, STRUCT, size);
        return this;
    }

    ThriftCompactWriter element() {
        outer.push(last);
        last = 0;
        return this;
    }

    /** Ends a nested structure. */
    ThriftCompactWriter endStruct() {
        out.write(0);
        last = outer.pop();
        return this;
    }

    ThriftCompactWriter texts(int field, String... values) {
        list(field, BINARY, values.length);
        for (var value : values) {
            binary(value);
        }
        return this;
    }

    ThriftCompactWriter i32s(int field, int... values) {
        list(field, I32, values.length);
        for (int value : values) {
            zigzag(value);
        }
        return this;
    }

    /** Ends the outer structure and returns its bytes. */
    byte[] finish() {
        out.write(0);
        return out.toByteArray();
    }

    private void list(int field, int type, int size) {
        field(field, LIST);
        if (size < SHORT_LIST) {
            out.write((size << 4) | type);
        } else {
            out.write((SHORT_LIST << 4) | type);
            varint(size);
        }
    }

    private void field(int field, int type) {
        out.write(((field - last) << 4) | type);
        last = field;
    }

    private void binary(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        for (long rest = value; ; rest >>>= 7) {
            if ((rest & ~0x7fL) == 0) {
                out.write((int) rest);
                return;
            }
            out.write((int) (rest & 0x7f) | 0x80);
        }
    }
}
