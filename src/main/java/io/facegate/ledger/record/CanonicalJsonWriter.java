package io.facegate.ledger.record;

import io.facegate.call.Fault;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writer of one record as RFC 8785 canonical JSON, field by field in canonical order. A value that is too long or
 * malformed throws, which refuses the call.
 */
public final class CanonicalJsonWriter {
    /** Maximum characters of a word: an id, a code, a name that the gateway or its registry made. */
    public static final int WORD = 128;

    /** Maximum characters of a text: a clause or a citation from the policies. */
    public static final int TEXT = 1024;

    /** Maximum bytes of a record. */
    public static final int RECORD = 16 * 1024;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** Room for nearly every record. */
    private byte[] bytes = new byte[2048];

    private int at;
    private @Nullable RecordField last;
    private @Nullable RecordField outer;
    private boolean first = true;

    public CanonicalJsonWriter() {
        put('{');
    }

    /** Writes printable ASCII without spaces, quotes and backslashes, 1 to {@link #WORD} characters. */
    public CanonicalJsonWriter word(RecordField field, String word) {
        name(field);
        quoted(field, word);
        return this;
    }

    public CanonicalJsonWriter words(RecordField field, Collection<String> words, int most) {
        list(field, words, most);
        for (var word : words) {
            next();
            quoted(field, word);
        }
        put(']');
        return this;
    }

    /** Writes a list of objects, each with its own fields in canonical order. */
    public <T> CanonicalJsonWriter objects(
            RecordField field, Collection<T> all, int most, BiConsumer<CanonicalJsonWriter, T> each) {
        list(field, all, most);
        for (var one : all) {
            next();
            begin();
            each.accept(this, one);
            endObject();
        }
        put(']');
        return this;
    }

    private void list(RecordField field, Collection<?> all, int most) {
        if (all.size() > most) {
            throw unloggableFault(field, "has more than " + most + " entries");
        }
        name(field);
        put('[');
    }

    private void next() {
        if (bytes[at - 1] != '[') {
            put(',');
        }
    }

    /** Writes well-formed Unicode, at most {@link #TEXT} characters. */
    public CanonicalJsonWriter text(RecordField field, String text) {
        if (text.length() > TEXT) {
            throw unloggableFault(field, "is longer than " + TEXT + " characters");
        }
        name(field);
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
                    throw unloggableFault(field, "is not well-formed Unicode");
                }
                utf8(Character.toCodePoint(c, text.charAt(i)));
            } else {
                utf8(c);
            }
        }
        put('"');
        return this;
    }

    public CanonicalJsonWriter number(RecordField field, long number) {
        name(field);
        digits(number);
        return this;
    }

    /** Writes a time in UTC with milliseconds. */
    public CanonicalJsonWriter time(RecordField field, Instant time) {
        name(field);
        ensureRoom(26);
        put('"');
        at = TimestampWriter.write(time, bytes, at);
        put('"');
        return this;
    }

    /** Starts a nested object. */
    public CanonicalJsonWriter open(RecordField field) {
        name(field);
        begin();
        return this;
    }

    private void begin() {
        put('{');
        outer = last;
        last = null;
        first = true;
    }

    /** Ends the nested object. */
    public CanonicalJsonWriter endObject() {
        put('}');
        last = outer;
        first = false;
        return this;
    }

    /** Returns the finished record. */
    public byte[] finish() {
        put('}');
        if (at > RECORD) {
            throw new Fault.LedgerDown("The record is larger than " + RECORD + " bytes, so it cannot be recorded.");
        }
        return Arrays.copyOf(bytes, at);
    }

    private void name(RecordField field) {
        if (last != null && field.compareTo(last) <= 0) {
            throw new IllegalStateException(field + " is written out of order");
        }
        last = field;
        if (!first) {
            put(',');
        }
        first = false;
        var prefix = field.prefix();
        ensureRoom(prefix.length);
        System.arraycopy(prefix, 0, bytes, at, prefix.length);
        at += prefix.length;
    }

    private void raw(String ascii) {
        ensureRoom(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[at++] = (byte) ascii.charAt(i);
        }
    }

    private void quoted(RecordField field, String word) {
        int length = word.length();
        if (length == 0 || length > WORD) {
            throw unloggableFault(field, "is empty or longer than " + WORD + " characters");
        }
        ensureRoom(length + 2);
        var to = bytes;
        int i = at;
        to[i++] = '"';
        for (int from = 0; from < length; from++) {
            char c = word.charAt(from);
            if (!isPlain(c)) {
                throw unloggableFault(field, "holds a character that a word cannot have");
            }
            to[i++] = (byte) c;
        }
        to[i++] = '"';
        at = i;
    }

    /** True if a word can hold this character. */
    static boolean isPlain(char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\\';
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

    private void digits(long number) {
        if (number > 1L << 53 || number < -(1L << 53)) {
            throw new Fault.LedgerDown("A number is beyond what canonical JSON keeps exactly.");
        }
        raw(Long.toString(number));
    }

    private void put(int b) {
        ensureRoom(1);
        bytes[at++] = (byte) b;
    }

    private void ensureRoom(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }

    /** Error that names the field, never its value. */
    private static Fault.LedgerDown unloggableFault(RecordField field, String why) {
        return new Fault.LedgerDown("The decision cannot be recorded: its " + field.key() + ' ' + why + '.');
    }
}
