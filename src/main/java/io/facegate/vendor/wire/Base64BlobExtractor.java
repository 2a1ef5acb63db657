package io.facegate.vendor.wire;

import io.facegate.call.RequestPayload;
import io.facegate.vendor.wire.StrictJson.Blob;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * A JSON body with its long base64 strings removed, so that the parser does not scan them.
 *
 * <p>Only text between quotes is removed. The parser finds {@code ""} in its place and reads the same structure as in
 * the whole body.
 */
final class Base64BlobExtractor {
    /** Minimum length in bytes of a string to remove; shorter strings are cheaper to parse. */
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
     * Removes the long base64 strings of a body.
     *
     * @throws IllegalArgumentException when a long string is not base64
     */
    static Base64BlobExtractor cut(RequestPayload body) {
        var strings = new Base64BlobExtractor(body);
        strings.cut();
        return strings;
    }

    /** Returns the body without the removed strings. */
    byte[] bodyWithoutBlobs() {
        return rest.toByteArray();
    }

    /** Returns the removed blobs by the offset of their opening quote in {@link #bodyWithoutBlobs}. */
    Map<Integer, Blob> blobs() {
        return cuts;
    }

    /** Treats every quote as an opening one; the parser later confirms whether it is. */
    private void cut() {
        var bytes = body.bytes();
        int kept = 0;
        int open = quote(bytes, 0);
        while (open < bytes.length) {
            int close = quote(bytes, open + 1);
            if (close < bytes.length && close - open > LONG) {
                rest.write(bytes, kept, open + 1 - kept);
                cuts.put(rest.size() - 1, Blob.decode(body, open + 1, close));
                kept = close;
            }
            open = close;
        }
        rest.write(bytes, kept, bytes.length - kept);
    }

    /** Returns the index of the next quote, or the length when there is none. Reads eight bytes at a time. */
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
