package io.facegate.cli.registry;

import io.facegate.policy.vocabulary.FactWords;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Checks words against the policy vocabulary. Rejects unknown words, because a misspelt one would match no rule. */
final class VocabularyCheck {
    private VocabularyCheck() {}

    static String type(String word) {
        return requireKnown(WordList.ORGANISATIONS, word);
    }

    static <C extends Collection<String>> C purposes(C words) {
        words.forEach(word -> requireKnown(WordList.PURPOSES, word));
        return words;
    }

    static <C extends Collection<String>> C places(C places) {
        for (var place : places) {
            if (!Jurisdictions.isValid(place)) {
                throw new Unacceptable("'" + place
                        + "' is not a place. Write ISO 3166-2, a city after a slash: US, US-OR, " + "US-OR/portland.");
            }
        }
        return places;
    }

    /** Checks a fact's word. */
    static String fact(String name, String word) {
        return requireCorrect(word, FactWords.mistake(name, word));
    }

    static String evidence(String type) {
        return requireCorrect(type, FactWords.mistakeOfEvidence(type));
    }

    private static String requireKnown(WordList<?> words, String word) {
        return requireCorrect(word, words.find(word) == null ? words.unknownMessage(word) : null);
    }

    private static String requireCorrect(String word, @Nullable String mistake) {
        if (mistake != null) {
            throw new Unacceptable(mistake.endsWith("?") ? mistake : mistake + '.');
        }
        return word;
    }
}
