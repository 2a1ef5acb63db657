package io.facegate.call;

import java.util.Arrays;
import java.util.Base64;

/** Strict base64 decoder: accepts only the canonical encoding, with its padding. The JDK's decoder accepts several. */
public final class CanonicalBase64 {
    private CanonicalBase64() {}

    /**
     * Decodes text without stray bits at its end.
     *
     * @throws IllegalArgumentException if the text is not canonical
     */
    public static byte[] decode(byte[] text) {
        var bytes = Base64.getDecoder().decode(text);
        if (!Arrays.equals(Base64.getEncoder().encode(bytes), text)) {
            throw new IllegalArgumentException("not the one spelling of its bytes");
        }
        return bytes;
    }
}
