package io.facegate.ledger.record;

import io.facegate.call.Fault;
import io.facegate.json.CanonicalJson;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writer of one record as RFC 8785 canonical JSON, field by field in canonical order. A value that is too long or
 * malformed throws, which refuses the call.
 */
public final class RecordJsonWriter {
    /** Maximum characters of a word: an id, a code, a name that the gateway or its registry made. */
    public static final int WORD = 128;

    /** Maximum characters of a text: a clause or a citation from the policies. */
    public static final int TEXT = 1024;

    /** Maximum bytes of a record. */
    public static final int RECORD = 16 * 1024;

    /** Characters of a time. */
    private static final int TIME = 24;

    /** Room for nearly every record. */
    private final CanonicalJson json = new CanonicalJson(2048);

    private @Nullable RecordField last;
    private @Nullable RecordField outer;
    private boolean first = true;

    public RecordJsonWriter() {
        json.put('{');
    }

    /** Writes printable ASCII without spaces, quotes and backslashes, 1 to {@link #WORD} characters. */
    public RecordJsonWriter word(RecordField field, String word) {
        name(field);
        quoted(field, word);
        return this;
    }

    public RecordJsonWriter words(RecordField field, Collection<String> words, int most) {
        list(field, words, most);
        for (var word : words) {
            next();
            quoted(field, word);
        }
        json.put(']');
        return this;
    }

    /** Writes a list of objects, each with its own fields in canonical order. */
    public <T> RecordJsonWriter objects(
            RecordField field, Collection<T> all, int most, BiConsumer<RecordJsonWriter, T> each) {
        list(field, all, most);
        for (var one : all) {
            next();
            begin();
            each.accept(this, one);
            endObject();
        }
        json.put(']');
        return this;
    }

    private void list(RecordField field, Collection<?> all, int most) {
        if (all.size() > most) {
            throw unloggableFault(field, "has more than " + most + " entries");
        }
        name(field);
        json.put('[');
    }

    private void next() {
        if (json.last() != '[') {
            json.put(',');
        }
    }

    /** Writes well-formed Unicode, at most {@link #TEXT} characters. */
    public RecordJsonWriter text(RecordField field, String text) {
        if (text.length() > TEXT) {
            throw unloggableFault(field, "is longer than " + TEXT + " characters");
        }
        name(field);
        try {
            json.text(text);
        } catch (IllegalArgumentException malformed) {
            throw unloggableFault(field, "is not well-formed Unicode");
        }
        return this;
    }

    public RecordJsonWriter number(RecordField field, long number) {
        name(field);
        try {
            json.number(number);
        } catch (IllegalArgumentException inexact) {
            throw new Fault.LedgerDown("A number is beyond what canonical JSON keeps exactly.");
        }
        return this;
    }

    /** Writes a time in UTC with milliseconds. */
    public RecordJsonWriter time(RecordField field, Instant time) {
        name(field);
        var text = new byte[TIME];
        TimestampWriter.write(time, text, 0);
        json.put('"');
        json.raw(text);
        json.put('"');
        return this;
    }

    /** Starts a nested object. */
    public RecordJsonWriter open(RecordField field) {
        name(field);
        begin();
        return this;
    }

    private void begin() {
        json.put('{');
        outer = last;
        last = null;
        first = true;
    }

    /** Ends the nested object. */
    public RecordJsonWriter endObject() {
        json.put('}');
        last = outer;
        first = false;
        return this;
    }

    /** Returns the finished record. */
    public byte[] finish() {
        json.put('}');
        if (json.length() > RECORD) {
            throw new Fault.LedgerDown("The record is larger than " + RECORD + " bytes, so it cannot be recorded.");
        }
        return json.toBytes();
    }

    private void name(RecordField field) {
        if (last != null && field.compareTo(last) <= 0) {
            throw new IllegalStateException(field + " is written out of order");
        }
        last = field;
        if (!first) {
            json.put(',');
        }
        first = false;
        json.raw(field.prefix());
    }

    private void quoted(RecordField field, String word) {
        int length = word.length();
        if (length == 0 || length > WORD) {
            throw unloggableFault(field, "is empty or longer than " + WORD + " characters");
        }
        for (int at = 0; at < length; at++) {
            if (!isPlain(word.charAt(at))) {
                throw unloggableFault(field, "holds a character that a word cannot have");
            }
        }
        json.put('"');
        json.raw(word);
        json.put('"');
    }

    /** True if a word can hold this character. */
    static boolean isPlain(char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\\';
    }

    /** Error that names the field, never its value. */
    private static Fault.LedgerDown unloggableFault(RecordField field, String why) {
        return new Fault.LedgerDown("The decision cannot be recorded: its " + field.key() + ' ' + why + '.');
    }
}
