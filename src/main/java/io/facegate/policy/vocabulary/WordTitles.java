package io.facegate.policy.vocabulary;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of policies as people read them, in one language: the one source of what pages, sentences and commands call
 * them. English titles stand where the words are defined, or else in the bundle.
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

    public static WordTitles in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /**
     * The title of a word, as it begins a line.
     *
     * @param kind the attribute that the word is of, {@link #DUTY}, {@link #NOTICE} or {@link #CODE}
     * @return the word itself, without underscores, where it has none
     */
    public String of(String kind, String word) {
        var of = kind.equals(Attribute.ON_BEHALF_OF.word()) ? ORGANISATION : kind;
        var key = of + '.' + word;
        if (phrases.has(key)) {
            return phrases.plain(key);
        }
        var defined = defined(of, word);
        return defined != null
                ? defined
                : phrases.has("word." + word) ? phrases.plain("word." + word) : word.replace('_', ' ');
    }

    /** The same within a sentence. */
    public String within(String kind, String word) {
        var title = of(kind, word);
        boolean name = kind.equals(PROVIDER) || title.length() < 2 || isUpper(title.charAt(1));
        return name ? title : Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }

    /** What an attribute is called. */
    public String of(Attribute attribute) {
        return of("attribute", attribute.word());
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
