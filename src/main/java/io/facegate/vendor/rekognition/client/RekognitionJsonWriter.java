package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.RequestPayload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON writer of parsed parameters into bytes. It writes spaces after colons and commas if the caller's client did, so
 * that most requests are reproduced byte for byte.
 */
final class RekognitionJsonWriter {
    private static final int DEPTH = 64;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final List<ByteBuffer> pieces = new ArrayList<>(5);
    private final @Nullable RequestPayload received;
    private final boolean spaced;
    private byte[] text = new byte[256];
    private int size;

    private RekognitionJsonWriter(@Nullable RequestPayload received) {
        this.received = received;
        this.spaced = received != null && usesSpaces(received.bytes());
    }

    /**
     * Writes these parameters as JSON.
     *
     * @throws Fault.ProviderDown when a value cannot be written as JSON
     */
    static RekognitionJsonWriter write(Map<String, @Nullable Object> params) {
        var json = new RekognitionJsonWriter(received(params.values()));
        json.object(params, 0);
        json.endPiece();
        return json;
    }

    /** Returns the JSON in pieces. */
    List<ByteBuffer> pieces() {
        return pieces;
    }

    /** Returns the body that held a picture, or null when it is unknown. */
    @Nullable
    RequestPayload received() {
        return received;
    }

    private static @Nullable RequestPayload received(Iterable<? extends @Nullable Object> values) {
        for (var value : values) {
            if (value instanceof Map<?, ?> image
                    && image.get("Bytes") instanceof Picture picture
                    && picture.base64() != null) {
                return picture.base64().payload();
            }
        }
        return null;
    }

    private static boolean usesSpaces(byte[] received) {
        int at = 1;
        while (at < received.length - 1 && received[at] != ':') {
            at++;
        }
        return at < received.length - 1 && received[at - 1] == '"' && received[at + 1] == ' ';
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> ascii("null");
            case Picture picture -> picture(picture);
            case String string -> string(string);
            case Boolean flag -> ascii(flag.toString());
            case Double number when Double.isFinite(number) -> ascii(number.toString());
            case Long number -> ascii(number.toString());
            case Integer number -> ascii(number.toString());
            case BigInteger number -> ascii(number.toString());
            case BigDecimal number -> ascii(number.toString());
            case Map<?, ?> map -> object(map, depth + 1);
            case List<?> list -> array(list, depth + 1);
            default -> throw new Fault.ProviderDown("The call holds a value that cannot be sent.");
        }
    }

    private void object(Map<?, ?> map, int depth) {
        requireShallow(depth);
        put('{');
        boolean first = true;
        for (var entry : map.entrySet()) {
            if (!first) {
                writeSeparator(',');
            }
            first = false;
            string(String.valueOf(entry.getKey()));
            writeSeparator(':');
            value(entry.getValue(), depth);
        }
        put('}');
    }

    private void array(List<?> list, int depth) {
        requireShallow(depth);
        put('[');
        boolean first = true;
        for (var item : list) {
            if (!first) {
                writeSeparator(',');
            }
            first = false;
            value(item, depth);
        }
        put(']');
    }

    private static void requireShallow(int depth) {
        if (depth > DEPTH) {
            throw new Fault.ProviderDown("The call is nested too deeply to be sent.");
        }
    }

    private void writeSeparator(char mark) {
        put(mark);
        if (spaced) {
            put(' ');
        }
    }

    private void picture(Picture picture) {
        put('"');
        endPiece();
        var base64 = picture.base64();
        pieces.add(base64 == null ? ByteBuffer.wrap(Base64.getEncoder().encode(picture.bytes())) : base64.bytes());
        put('"');
    }

    private void string(String string) {
        put('"');
        for (int at = 0; at < string.length(); at++) {
            char next = string.charAt(at);
            if (next >= 0x20 && next < 0x7f) {
                if (next == '"' || next == '\\') {
                    put('\\');
                }
                put(next);
            } else if (next < 0x80) {
                writeEscaped(next);
            } else if (Character.isHighSurrogate(next)
                    && at + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(at + 1))) {
                writeSupplementary(Character.toCodePoint(next, string.charAt(++at)));
            } else if (Character.isSurrogate(next)) {
                writeEscaped(next);
            } else {
                writeMultiByte(next);
            }
        }
        put('"');
    }

    private void writeEscaped(char odd) {
        ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[(odd >> shift) & 0xf]);
        }
    }

    private void writeMultiByte(char next) {
        if (next < 0x800) {
            put(0xc0 | (next >> 6));
        } else {
            put(0xe0 | (next >> 12));
            put(0x80 | ((next >> 6) & 0x3f));
        }
        put(0x80 | (next & 0x3f));
    }

    private void writeSupplementary(int point) {
        put(0xf0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3f));
        put(0x80 | ((point >> 6) & 0x3f));
        put(0x80 | (point & 0x3f));
    }

    private void ascii(String word) {
        for (int at = 0; at < word.length(); at++) {
            put(word.charAt(at));
        }
    }

    private void put(int octet) {
        if (size == text.length) {
            text = Arrays.copyOf(text, size * 2);
        }
        text[size++] = (byte) octet;
    }

    private void endPiece() {
        pieces.add(ByteBuffer.wrap(Arrays.copyOf(text, size)));
        size = 0;
    }
}
