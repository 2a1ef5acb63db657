package io.facegate.admin;

import io.facegate.call.StrictUtf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text in a header: printable ASCII, where {@code %XX} is a byte of UTF-8. */
final class PercentText {
    private static final int HEX = 16;

    private PercentText() {}

    /** The text; null if it is malformed. */
    static @Nullable String decode(String header) {
        var bytes = new ByteArrayOutputStream(header.length());
        for (int at = 0; at < header.length(); at++) {
            char next = header.charAt(at);
            if (next < ' ' || next > '~') {
                return null;
            }
            if (next == '%') {
                var hex = header.substring(at + 1, Math.min(header.length(), at + 3));
                if (!hex.matches("[0-9A-Fa-f]{2}")) {
                    return null;
                }
                bytes.write(Integer.parseInt(hex, HEX));
                at += 2;
            } else {
                bytes.write(next);
            }
        }
        var text = bytes.toByteArray();
        return StrictUtf8.isValid(text) ? new String(text, StandardCharsets.UTF_8) : null;
    }
}
