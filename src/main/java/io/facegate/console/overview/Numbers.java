package io.facegate.console.overview;

import io.facegate.console.PageLanguage;
import java.util.Locale;

/** Numbers as text. */
final class Numbers {
    private Numbers() {}

    /** For a reader, with the separators of the language. */
    static String format(PageLanguage speech, long number) {
        return speech.fill("number", number);
    }

    /** For a drawing. */
    static String plain(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
