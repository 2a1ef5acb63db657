package io.facegate.policy.vocabulary;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Display titles of policy words in one language, the single source for pages, sentences and commands. English titles
 * come from the word definitions, else from the bundle.
 */
public final class WordTitles {
    public static final String CAPABILITY = "capability";
    public static final String CODE = "code";
    public static final String DUTY = "duty";
    public static final String EVIDENCE = "evidence";
    public static final String NOTICE = "notice";
    public static final String ORGANISATION = "organisation";
    public static final String PROVIDER = "provider";
    public static final String PURPOSE = "purpose";

    private static final String BUNDLE = "io.facegate.policy.vocabulary.titles";
    private static final Map<String, WordList<WordList.Meaning>> FACTS = new ConcurrentHashMap<>();
    private static final Map<Language, WordTitles> ALL =
            Map.of(Language.EN, new WordTitles(Language.EN), Language.FR, new WordTitles(Language.FR));

    private final MessageBundle phrases;

    private WordTitles(Language language) {
        phrases = new MessageBundle(BUNDLE, language);
    }

    public static WordTitles forLanguage(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /**
     * Title of a word, in the form that starts a line.
     *
     * @param kind attribute of the word, {@link #DUTY}, {@link #NOTICE} or {@link #CODE}
     * @return the word without underscores if it has no title
     */
    public String title(String kind, String word) {
        var of = kind.equals(Attribute.ON_BEHALF_OF.word()) ? ORGANISATION : kind;
        var key = of + '.' + word;
        if (phrases.has(key)) {
            return phrases.text(key);
        }
        var defined = defined(of, word);
        return defined != null
                ? defined
                : phrases.has("word." + word) ? phrases.text("word." + word) : word.replace('_', ' ');
    }

    /** Title of a word, for use within a sentence. */
    public String titleInSentence(String kind, String word) {
        var title = title(kind, word);
        boolean name = kind.equals(PROVIDER) || title.length() < 2 || isUpper(title.charAt(1));
        return name ? title : Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }

    /** Title of an attribute. */
    public String title(Attribute attribute) {
        return title("attribute", attribute.word());
    }

    private static boolean isUpper(char letter) {
        return Character.isUpperCase(letter) || Character.isDigit(letter);
    }

    private static @Nullable String defined(String kind, String word) {
        return switch (kind) {
            case PURPOSE -> {
                var purpose = WordList.PURPOSES.find(word);
                yield purpose == null ? null : purpose.title();
            }
            case ORGANISATION -> {
                var type = WordList.ORGANISATIONS.find(word);
                yield type == null ? null : type.title();
            }
            case PROVIDER -> {
                var vendor = WordList.PROVIDERS.find(word);
                yield vendor == null ? null : vendor.title();
            }
            default -> {
                var meaning = FACTS.computeIfAbsent(kind, WordList::facts).find(word);
                yield meaning == null ? null : meaning.text();
            }
        };
    }
}
