package io.facegate.call;

import java.util.Base64;

/** Strict base64url decoder: accepts only the canonical encoding. The JDK's decoder accepts several. */
public final class StrictBase64Url {
    private StrictBase64Url() {}

    /**
     * Decodes text without padding and without stray bits at its end.
     *
     * @throws IllegalArgumentException if the text is not canonical
     */
    public static byte[] decode(String text) {
        var bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not the one spelling of its bytes");
        }
        return bytes;
    }
}
