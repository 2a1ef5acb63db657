package io.facegate.ingress;

import io.facegate.call.RequestPayload;
import io.facegate.ingress.StrictJson.Blob;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * A body without what stands between its quotes wherever that is long and base64: a parser need not walk through it.
 * Nothing else is taken out, so a parser that finds {@code ""} where something was cut reads the same structure as one
 * that finds all of it.
 */
final class Base64BlobExtractor {
    /** Below this, walking is cheaper. */
    static final int LONG = 1024;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';

    private final RequestPayload body;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream(256);
    private final Map<Integer, Blob> cuts = new HashMap<>();

    private Base64BlobExtractor(RequestPayload body) {
        this.body = body;
    }

    /**
     * Cuts them out.
     *
     * @throws IllegalArgumentException when something long is not base64
     */
    static Base64BlobExtractor cut(RequestPayload body) {
        var strings = new Base64BlobExtractor(body);
        strings.cut();
        return strings;
    }

    /** The body without them. */
    byte[] rest() {
        return rest.toByteArray();
    }

    /** What was cut out, by where the opening quote stands in the rest. */
    Map<Integer, Blob> cuts() {
        return cuts;
    }

    /** Takes every quote for an opening one: whether it is, the parser will tell. */
    private void cut() {
        var bytes = body.bytes();
        int kept = 0;
        int open = quote(bytes, 0);
        while (open < bytes.length) {
            int close = quote(bytes, open + 1);
            if (close < bytes.length && close - open > LONG) {
                rest.write(bytes, kept, open + 1 - kept);
                cuts.put(rest.size() - 1, Blob.of(body, open + 1, close));
                kept = close;
            }
            open = close;
        }
        rest.write(bytes, kept, bytes.length - kept);
    }

    /** The first quote from there on, looked for eight bytes at a time; the length when there is none. */
    private static int quote(byte[] bytes, int from) {
        int at = from;
        for (; at < bytes.length - 7; at += 8) {
            long differs = (long) WORD.get(bytes, at) ^ QUOTES;
            if (((differs - ONES) & ~differs & HIGHS) != 0) {
                break;
            }
        }
        while (at < bytes.length && bytes[at] != '"') {
            at++;
        }
        return at;
    }
}
