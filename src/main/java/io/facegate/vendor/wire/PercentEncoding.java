package io.facegate.vendor.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Decoder of {@code %XX} in a text of single bytes. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Returns the bytes that a text stands for.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hexadecimal digits
     */
    public static byte[] decode(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '%') {
                bytes.write(text.charAt(at));
            } else if (at + 2 < text.length()) {
                bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
                at += 2;
            } else {
                throw new IllegalArgumentException("no hexadecimal digits");
            }
        }
        return bytes.toByteArray();
    }
}
