package io.facegate.cli.registry;

import io.facegate.registry.RegistryTrouble.Unacceptable;
import java.util.Collection;
import java.util.function.Predicate;

/** The organisation types and purposes that policy knows; a misspelt one would match no rule, so it is not taken. */
final class Vocabulary {
    // LEAD, AT MERGE: put the policy room's two tables here.
    static final Predicate<String> KNOWN_TYPE = word -> true;
    static final Predicate<String> KNOWN_PURPOSE = word -> true;

    private Vocabulary() {}

    static String type(String word) {
        if (!KNOWN_TYPE.test(word)) {
            throw new Unacceptable(
                    "'" + word + "' is not an organisation type that policy knows. See docs/identity.md.");
        }
        return word;
    }

    static <C extends Collection<String>> C purposes(C words) {
        for (var word : words) {
            if (!KNOWN_PURPOSE.test(word)) {
                throw new Unacceptable("'" + word + "' is not a purpose that policy knows. See docs/identity.md.");
            }
        }
        return words;
    }
}
