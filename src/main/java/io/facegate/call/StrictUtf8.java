package io.facegate.call;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Tells text from bytes that only some readers take for text. */
public final class StrictUtf8 {
    private static final int PIECE = 4096;

    private StrictUtf8() {}

    /** Whether the bytes are UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing cut off. */
    public static boolean isValid(byte[] bytes) {
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

    /** Whether the text can be written in UTF-8: an escape in JSON can name half of a character, which cannot. */
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
