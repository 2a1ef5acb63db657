package io.facegate.usecase.registry;

import io.facegate.call.CrossVendorRoute;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Evidence;
import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.KnownPlaces;
import io.facegate.policy.vocabulary.Vendor;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks registered words against the policy vocabulary. Rejects unknown words: a misspelt one would match no rule. */
public final class RegistrationCheck {
    private RegistrationCheck() {}

    /** Checks the words that an organisation did not have before. */
    static void checkNew(Organisation before, Organisation after) {
        if (!after.type().equals(before.type())) {
            requireKnown(WordList.ORGANISATIONS, after.type());
        }
        for (var place : after.jurisdictions()) {
            if (!before.jurisdictions().contains(place)) {
                checkPlace(place);
            }
        }
        after.purposes().stream()
                .filter(purpose -> !before.purposes().contains(purpose))
                .sorted()
                .forEach(purpose -> requireKnown(WordList.PURPOSES, purpose));
        checkNewFacts(before.facts(), after.facts());
    }

    /** Checks the words of the APIs that a key is for. */
    static void checkWires(List<String> wires) {
        for (var word : wires) {
            if (!word.equals(CrossVendorRoute.NEUTRAL)
                    && !word.equals(KeyLimits.AUTHZEN)
                    && VendorApi.fromWord(word) == null) {
                throw new Unacceptable("'" + word + "' is no API of this gateway. The words are: "
                        + String.join(", ", wireWords()) + '.');
            }
        }
    }

    /** The words of all APIs that a key can be for. */
    public static List<String> wireWords() {
        return Stream.concat(
                        Stream.of(Vendor.values()).map(Vendor::code).filter(word -> VendorApi.fromWord(word) != null),
                        Stream.of(CrossVendorRoute.NEUTRAL, KeyLimits.AUTHZEN))
                .toList();
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

    /** Checks a place: an unassigned or misspelt one would escape the law of the place that is meant. */
    static void checkPlace(String place) {
        rejectIf(KnownPlaces.mistake(place));
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
