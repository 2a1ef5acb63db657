package io.facegate.gateway.appeals;

import org.jspecify.annotations.Nullable;

/** The length and line limits of an appeal's fields. */
public enum AppealField {
    TEXT(4_000, true),
    CONTACT(200, false);

    private final int longest;
    private final boolean lines;

    AppealField(int longest, boolean lines) {
        this.longest = longest;
        this.lines = lines;
    }

    /** In characters. */
    public int longest() {
        return longest;
    }

    /** The text without blanks around it; null if it is empty, too long, or has control characters. */
    public @Nullable String validate(String given) {
        var text = given.replace("\r\n", "\n").strip();
        boolean controls =
                text.chars().anyMatch(one -> Character.isISOControl(one) && !(lines && (one == '\n' || one == '\t')));
        return text.isEmpty() || text.length() > longest || controls || hasLoneSurrogate(text) ? null : text;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(one -> one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE);
    }
}
