package io.facegate.policy.vocabulary;

import java.text.MessageFormat;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * Localized messages of one resource bundle in one language, with placeholders {@code {0}}, {@code {1}}. The French of
 * refusals, record sentences and the console stands in the {@code *_fr.properties} bundles.
 */
public final class MessageBundle {
    private static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;
    private final Language language;

    /** @param bundle base name of the properties files; English has no suffix */
    public MessageBundle(String bundle, Language language) {
        this.bundle = ResourceBundle.getBundle(bundle, language.locale(), AS_ASKED);
        this.language = language;
    }

    public Language language() {
        return language;
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** A text without placeholders. */
    public String text(String key) {
        return bundle.getString(key);
    }

    /** A formatted message, with numbers and choices in the language. */
    public String format(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), language.locale()).format(values);
    }

    /** Formats a moment or day in UTC with the pattern under that key. */
    public String time(String key, TemporalAccessor moment) {
        return language.time(bundle.getString(key), moment);
    }

    /** Joins words: {@code one, two and three}. The conjunction comes from the bundle. */
    public String join(List<String> words) {
        return join(words, "and");
    }

    /** Joins words: {@code one, two or three}. */
    public String joinWithOr(List<String> words) {
        return join(words, "or");
    }

    /** Joins phrases: {@code one; two}. */
    public String list(List<String> parts) {
        return String.join(bundle.getString("list"), parts);
    }

    /** Joins words; the bundle text under the given key precedes the last one. */
    public String join(List<String> words, String before) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + bundle.getString(before) + words.get(last);
    }
}
