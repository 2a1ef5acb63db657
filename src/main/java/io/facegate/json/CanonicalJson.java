package io.facegate.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * RFC 8785 canonical JSON as bytes: texts, whole numbers, lists and objects. Whoever writes an object part by part keeps
 * its names in order.
 */
public final class CanonicalJson {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** The largest whole number that is written exactly. */
    private static final long LARGEST = 1L << 53;

    private byte[] bytes;
    private int at;

    /** @param room bytes that it has room for at first */
    public CanonicalJson(int room) {
        this.bytes = new byte[room];
    }

    /**
     * Writes a text, a {@link Long}, a list or a map of these as one document.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static String write(Object value) {
        var json = new CanonicalJson(256);
        json.value(value);
        return new String(json.bytes, 0, json.at, StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        switch (value) {
            case String text -> text(text);
            case Long number -> number(number);
            case Map<?, ?> map -> object(map);
            case Iterable<?> list -> list(list);
            default -> throw new IllegalArgumentException("This cannot be written as canonical JSON.");
        }
    }

    /** Strings compare by UTF-16 code units, as RFC 8785 sorts names. */
    private void object(Map<?, ?> map) {
        put('{');
        var names = map.keySet().stream().map(String::valueOf).sorted().toList();
        for (var name : names) {
            if (!name.equals(names.getFirst())) {
                put(',');
            }
            text(name);
            put(':');
            value(Objects.requireNonNull(map.get(name)));
        }
        put('}');
    }

    private void list(Iterable<?> list) {
        put('[');
        for (var each : list) {
            if (last() != '[') {
                put(',');
            }
            value(Objects.requireNonNull(each));
        }
        put(']');
    }

    /**
     * Appends a text in quotes.
     *
     * @throws IllegalArgumentException if it is not well-formed Unicode
     */
    public void text(String text) {
        ensureRoom(6 * text.length() + 2);
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || ++i == text.length()
                        || !Character.isLowSurrogate(text.charAt(i))) {
                    throw new IllegalArgumentException("A text is not well-formed Unicode.");
                }
                utf8(Character.toCodePoint(c, text.charAt(i)));
            } else {
                utf8(c);
            }
        }
        put('"');
    }

    /**
     * Appends a whole number.
     *
     * @throws IllegalArgumentException if canonical JSON does not keep it exactly
     */
    public void number(long number) {
        if (number > LARGEST || number < -LARGEST) {
            throw new IllegalArgumentException("A number is beyond what canonical JSON keeps exactly.");
        }
        raw(Long.toString(number));
    }

    /** Appends bytes that are canonical JSON already, such as a name with its colon. */
    public void raw(byte[] part) {
        ensureRoom(part.length);
        System.arraycopy(part, 0, bytes, at, part.length);
        at += part.length;
    }

    /** Appends ASCII that needs no escape. */
    @SuppressWarnings("deprecation") // The low bytes are all that ASCII has, and no array is made for them.
    public void raw(String ascii) {
        ensureRoom(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, at);
        at += ascii.length();
    }

    /** Appends one byte. */
    public void put(int b) {
        ensureRoom(1);
        bytes[at++] = (byte) b;
    }

    /** The last byte that was written. */
    public byte last() {
        return bytes[at - 1];
    }

    /** How many bytes were written. */
    public int length() {
        return at;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, at);
    }

    private void ascii(char c) {
        int escape = c >= ' ' && c != '"' && c != '\\' ? -1 : "\"\\\b\f\n\r\t".indexOf(c);
        if (escape >= 0) {
            put('\\');
            put("\"\\bfnrt".charAt(escape));
        } else if (c < ' ') {
            raw("\\u00");
            put(HEX[c >> 4]);
            put(HEX[c & 15]);
        } else {
            put(c);
        }
    }

    private void utf8(int c) {
        if (c < 0x800) {
            put(0xc0 | (c >> 6));
        } else {
            if (c < 0x10000) {
                put(0xe0 | (c >> 12));
            } else {
                put(0xf0 | (c >> 18));
                put(0x80 | ((c >> 12) & 0x3f));
            }
            put(0x80 | ((c >> 6) & 0x3f));
        }
        put(0x80 | (c & 0x3f));
    }

    private void ensureRoom(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
