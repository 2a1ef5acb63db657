package io.facegate.call;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8 check: detects bytes that only lenient decoders accept as text. */
public final class StrictUtf8 {
    private static final int PIECE = 4096;

    private StrictUtf8() {}

    /** True if the bytes are UTF-8 per RFC 3629: no overlong form, no surrogate, no truncated character. */
    public static boolean isValid(byte[] bytes) {
        return isAscii(bytes) || isDecodable(bytes);
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte one : bytes) {
            all |= one;
        }
        return all >= 0;
    }

    private static boolean isDecodable(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(PIECE);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (!result.isOverflow()) {
                return !result.isError();
            }
            out.clear();
        }
    }

    /**
     * Returns the text that the bytes are.
     *
     * @throws IllegalArgumentException when they are not UTF-8
     */
    public static String decode(byte[] bytes) {
        if (!isValid(bytes)) {
            throw new IllegalArgumentException("not UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** True if the text can be encoded in UTF-8: a JSON escape can produce a lone surrogate, which cannot. */
    public static boolean isWhole(String text) {
        int point;
        for (int at = 0; at < text.length(); at += Character.charCount(point)) {
            point = text.codePointAt(at);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return false;
            }
        }
        return true;
    }
}
