package io.facegate.console;

import java.util.Locale;
import java.util.regex.Pattern;

/** The id of a decision, or its beginning, in whatever people paste: a sentence, capitals, spaces for hyphens, or nothing. */
final class PastedId {
    private static final String HYPHEN = "\\s{0,2}[-\u2010-\u2015]?\\s{0,2}";
    private static final Pattern WHOLE = Pattern.compile("(?<![\\p{L}\\p{N}])[0-9a-f]{8}(?:" + HYPHEN
            + "[0-9a-f]{4}){3}" + HYPHEN + "[0-9a-f]{12}(?![\\p{L}\\p{N}])");
    private static final Pattern BEGINNING =
            Pattern.compile("(?<![\\p{L}\\p{N}-])[0-9a-f]{8}+[0-9a-f-]{0,28}+(?![\\p{L}\\p{N}-])");
    private static final int[] HYPHENS = {20, 16, 12, 8};
    private static final int DIGITS = 32;

    private PastedId() {}

    /** The id alone, with its hyphens. What holds no id, or one with a mistake, is left as it is: it names no decision. */
    static String read(String typed) {
        var text = typed.toLowerCase(Locale.ROOT);
        for (var form : new Pattern[] {WHOLE, BEGINNING}) {
            var found = form.matcher(text);
            if (found.find()) {
                var digits = found.group().replaceAll("[^0-9a-f]", "");
                return digits.length() > DIGITS ? typed : grouped(digits);
            }
        }
        return typed;
    }

    private static String grouped(String digits) {
        var grouped = new StringBuilder(digits);
        for (int place : HYPHENS) {
            if (place < grouped.length()) {
                grouped.insert(place, '-');
            }
        }
        return grouped.toString();
    }
}
