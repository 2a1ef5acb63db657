package io.facegate.usecase.registry;

import io.facegate.identity.Evidence;
import io.facegate.identity.Organisation;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks registered words against the policy vocabulary. Rejects unknown words: a misspelt one would match no rule. */
final class RegistrationCheck {
    private RegistrationCheck() {}

    /** Checks the words that an organisation did not have before. */
    static void checkNew(Organisation before, Organisation after) {
        if (!after.type().equals(before.type())) {
            requireKnown(WordList.ORGANISATIONS, after.type());
        }
        for (var place : after.jurisdictions()) {
            if (!before.jurisdictions().contains(place) && !Jurisdictions.isValid(place)) {
                throw new Unacceptable("'" + place
                        + "' is not a place. Write ISO 3166-2, a city after a slash: US, US-OR, US-OR/portland.");
            }
        }
        after.purposes().stream()
                .filter(purpose -> !before.purposes().contains(purpose))
                .sorted()
                .forEach(purpose -> requireKnown(WordList.PURPOSES, purpose));
        checkNewFacts(before.facts(), after.facts());
    }

    /** Checks the words that an entry did not have before. */
    static void checkNew(Evidence before, Evidence after) {
        if (!after.type().equals(before.type())) {
            rejectIf(AttestableFacts.mistakeOfEvidence(after.type()));
        }
        checkNewFacts(before.facts(), after.facts());
    }

    private static void checkNewFacts(Map<String, List<String>> before, Map<String, List<String>> after) {
        new TreeMap<>(after)
                .forEach((name, words) -> words.stream()
                        .filter(word -> !before.getOrDefault(name, List.of()).contains(word))
                        .forEach(word -> rejectIf(AttestableFacts.mistake(name, word))));
    }

    private static void requireKnown(WordList<?> words, String word) {
        rejectIf(words.find(word) == null ? words.unknownMessage(word) : null);
    }

    private static void rejectIf(@Nullable String mistake) {
        if (mistake != null) {
            throw new Unacceptable(mistake.endsWith("?") ? mistake : mistake + '.');
        }
    }
}
