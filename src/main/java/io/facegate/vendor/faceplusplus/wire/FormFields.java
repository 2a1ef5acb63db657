package io.facegate.vendor.faceplusplus.wire;

import io.facegate.call.StrictUtf8;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form by their places in the body, found in one pass that decodes and copies no value. Bounded: a few
 * fields, short heads, and none of the ambiguities in which another reader could see other fields.
 */
public record FormFields(byte[] body, boolean urlEncoded, Map<String, Field> byName) {
    private static final int MOST = 32;
    private static final int HEAD = 1024;
    private static final Pattern URL_ENCODED =
            Pattern.compile("(?i)application/x-www-form-urlencoded\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");
    private static final Pattern MULTIPART =
            Pattern.compile("(?i)multipart/form-data\\s*;\\s*boundary=\"?([0-9a-z'()+_,./:=?-]{1,70})\"?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");
    private static final Pattern PART_HEAD =
            Pattern.compile("(?i)\r\ncontent-disposition: *form-data; *name=\"([^\"]*)\"(; *filename=\"[^\"]*\")?"
                    + "(\r\ncontent-(type|length):[^\r\n]*|\r\ncontent-transfer-encoding: *(binary|8bit))*");

    /** The place of a field's value in the body. */
    public record Field(boolean file, int from, int to) {}

    /** Returns the fields by name; null if the body is no such form, or has a field twice. */
    public static @Nullable FormFields find(HttpCall arrival) {
        var type = String.valueOf(arrival.header("Content-Type")).strip();
        if (arrival.isHeaderRepeated("Content-Type") || arrival.header("Content-Encoding") != null) {
            return null;
        }
        boolean pairs = URL_ENCODED.matcher(type).matches();
        var form = new FormFields(arrival.body().bytes(), pairs, new LinkedHashMap<>());
        var multipart = MULTIPART.matcher(type);
        return (pairs && form.findPairs()) || (multipart.matches() && form.findParts("--" + multipart.group(1)))
                ? form
                : null;
    }

    private boolean add(String name, Field field) {
        return byName.size() < MOST && NAME.matcher(name).matches() && byName.put(name, field) == null;
    }

    private boolean findPairs() {
        for (int at = 0, end; at < body.length; at = end + 1) {
            int and = indexOf("&", at, body.length);
            end = and < 0 ? body.length : and;
            int equals = indexOf("=", at, Math.min(end, at + HEAD));
            if (equals < 0 || and == body.length - 1 || !add(text(at, equals), new Field(false, equals + 1, end))) {
                return false;
            }
        }
        return true;
    }

    private boolean findParts(String boundary) {
        int at = isAt(boundary, 0) ? boundary.length() : -1;
        while (at > 0 && isAt("\r\n", at)) {
            int head = indexOf("\r\n\r\n", at, at + HEAD);
            int end = head < 0 ? -1 : indexOf("\r\n" + boundary, head + 4, body.length);
            var named = PART_HEAD.matcher(end < 0 ? "" : text(at, head));
            if (!named.matches() || !add(named.group(1), new Field(named.group(2) != null, head + 4, end))) {
                return false;
            }
            at = end + 2 + boundary.length();
        }
        return at > 0 && isAt("--", at) && (at + 2 == body.length || (isAt("\r\n", at + 2) && at + 4 == body.length));
    }

    private boolean isAt(String text, int at) {
        return indexOf(text, at, at + text.length()) == at;
    }

    /** Returns where an ASCII text begins at or after an index, wholly before another; -1 if nowhere. */
    private int indexOf(String text, int from, int to) {
        var sought = text.getBytes(StandardCharsets.US_ASCII);
        int last = Math.min(to, body.length) - sought.length;
        for (int at = from; at <= last; at++) {
            if (body[at] == sought[0] && Arrays.equals(body, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        return new String(body, from, Math.min(to - from, HEAD), StandardCharsets.ISO_8859_1);
    }

    /** Returns the beginning of a value as it stands in the body. */
    String rawText(Field field) {
        return text(field.from, field.to);
    }

    /**
     * Returns the decoded bytes of a value.
     *
     * @throws IllegalArgumentException when it is not encoded as its form requires
     */
    public byte[] bytes(Field field) {
        if (!urlEncoded) {
            return Arrays.copyOfRange(body, field.from, field.to);
        }
        var text = new String(body, field.from, field.to - field.from, StandardCharsets.ISO_8859_1);
        return PercentEncoding.decode(text.replace('+', ' '));
    }

    /**
     * Returns the decoded text of a value.
     *
     * @throws IllegalArgumentException when it is not UTF-8
     */
    String text(Field field) {
        return StrictUtf8.decode(bytes(field));
    }
}
