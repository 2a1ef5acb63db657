package io.facegate.ledger.note;

import java.util.Base64;

/** Strict base64: accepts only the canonical encoding, unlike the JDK's decoder. */
public final class StrictBase64 {
    private StrictBase64() {}

    public static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Decodes a text that {@link #of} could have written. */
    public static byte[] bytes(String text) throws VerificationException {
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (of(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException other) {
            throw new VerificationException("a line is not base64");
        }
        throw new VerificationException("a line is not canonical base64");
    }
}
