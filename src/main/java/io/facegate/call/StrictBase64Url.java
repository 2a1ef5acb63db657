package io.facegate.call;

import java.util.Base64;

/** Base64url in the one spelling that stands for given bytes: the decoder of the JDK takes several. */
public final class StrictBase64Url {
    private StrictBase64Url() {}

    /**
     * The bytes of a text without padding, and without stray bits at its end.
     *
     * @throws IllegalArgumentException when an encoder would not have written it so
     */
    public static byte[] decode(String text) {
        var bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not the one spelling of its bytes");
        }
        return bytes;
    }
}
