package io.facegate.ledger.note;

import io.facegate.call.CanonicalBase64;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Strict base64: accepts only the canonical encoding, unlike the JDK's decoder. */
public final class StrictBase64 {
    private StrictBase64() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Decodes a text that {@link #encode} could have written. */
    public static byte[] bytes(String text) throws VerificationException {
        try {
            return CanonicalBase64.decode(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException other) {
            throw new VerificationException("a line is not canonical base64");
        }
    }
}
