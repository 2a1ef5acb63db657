package io.facegate.policy.vocabulary;

import java.text.MessageFormat;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The sentences of one bundle in one language; {@code {0}}, {@code {1}} are filled in. */
public final class MessageBundle {
    private static final Control AS_ASKED = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;
    private final Language language;

    /** @param bundle the name of the properties files, English ones without an ending */
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

    /** A text that nothing is filled into. */
    public String plain(String key) {
        return bundle.getString(key);
    }

    /** A sentence, with numbers and choices as the language writes them. */
    public String say(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), language.locale()).format(values);
    }

    /** A moment or a day in UTC, as the pattern of that key says. */
    public String time(String key, TemporalAccessor moment) {
        return language.time(bundle.getString(key), moment);
    }

    /** As {@code one, two and three}; the bundle has the last word between. */
    public String join(List<String> words) {
        return join(words, "and");
    }

    /** As {@code one, two or three}. */
    public String either(List<String> words) {
        return join(words, "or");
    }

    /** As {@code one; two}, for what is longer than a word. */
    public String list(List<String> parts) {
        return String.join(bundle.getString("list"), parts);
    }

    /** With what the bundle has under that key before the last. */
    public String join(List<String> words, String before) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + bundle.getString(before) + words.get(last);
    }
}
