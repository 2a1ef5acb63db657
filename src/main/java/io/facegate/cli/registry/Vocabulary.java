package io.facegate.cli.registry;

import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Words;
import io.facegate.registry.RegistryTrouble.Unacceptable;
import java.util.Collection;

/** The organisation types and purposes that policy knows; a misspelt one would match no rule, so it is not taken. */
final class Vocabulary {
    private Vocabulary() {}

    static String type(String word) {
        return known(Words.ORGANISATIONS, word);
    }

    static <C extends Collection<String>> C purposes(C words) {
        words.forEach(word -> known(Words.PURPOSES, word));
        return words;
    }

    static <C extends Collection<String>> C places(C places) {
        for (var place : places) {
            if (!Places.valid(place)) {
                throw new Unacceptable("'" + place
                        + "' is not a place. Write ISO 3166-2, a city after a slash: US, US-OR, " + "US-OR/portland.");
            }
        }
        return places;
    }

    private static String known(Words<?> words, String word) {
        if (words.find(word) == null) {
            var said = words.unknown(word);
            throw new Unacceptable(said.endsWith("?") ? said : said + '.');
        }
        return word;
    }
}
