package io.facegate.ledger.search;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a record's id: at least eight of its digits, with hyphens where an id has them.
 *
 * @param text in lower case
 */
record IdPrefix(String text) {
    private static final String ID = "00000000-0000-0000-0000-000000000000";
    private static final int LEAST = 8;
    private static final int DIGITS = 32;

    /** Parses a text; null if it is not the beginning of an id, or a whole one. */
    static @Nullable IdPrefix parse(String text) {
        if (text.length() < LEAST || text.length() >= ID.length()) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            boolean fits = ID.charAt(i) == '-' ? text.charAt(i) == '-' : HexFormat.isHexDigit(text.charAt(i));
            if (!fits) {
                return null;
            }
        }
        return new IdPrefix(text.toLowerCase(Locale.ROOT));
    }

    /** The first id that begins so, as bytes. */
    byte[] first() {
        return padded('0');
    }

    /** The last id that begins so. */
    byte[] last() {
        return padded('f');
    }

    private byte[] padded(char digit) {
        var rest = new char[DIGITS];
        Arrays.fill(rest, digit);
        return HexFormat.of().parseHex((text.replace("-", "") + new String(rest)).substring(0, DIGITS));
    }

    boolean isOf(String id) {
        return id.toLowerCase(Locale.ROOT).startsWith(text);
    }
}
