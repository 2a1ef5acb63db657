package io.facegate.console;

import java.util.Locale;
import java.util.regex.Pattern;

/** The id of a decision, or its beginning, as people paste it: with a word before it, in capitals, without hyphens. */
final class PastedId {
    private static final Pattern LABEL = Pattern.compile("^[\\p{L} ]{1,40}:\\s*");
    private static final Pattern AROUND = Pattern.compile("^[\\s\"'«“‘(\\[]+|[\\s\"'»”’)\\].,;:]+$");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{9,32}");
    private static final int[] HYPHENS = {20, 16, 12, 8};

    private PastedId() {}

    /** The id alone; what is no id is left as it is. */
    static String read(String typed) {
        var bare = LABEL.matcher(typed).replaceFirst("");
        var id = AROUND.matcher(bare).replaceAll("").toLowerCase(Locale.ROOT);
        if (!DIGITS.matcher(id).matches()) {
            return id.matches("[0-9a-f-]+") ? id : typed;
        }
        var grouped = new StringBuilder(id);
        for (int place : HYPHENS) {
            if (place < id.length()) {
                grouped.insert(place, '-');
            }
        }
        return grouped.toString();
    }
}
