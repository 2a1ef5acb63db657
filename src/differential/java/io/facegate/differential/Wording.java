package io.facegate.differential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells a reworded sentence from another difference. Of two sentences, codes, rule names, options and numbers must be
 * the same; ids are compared elsewhere.
 */
final class Wording {
    /** At least three words with spaces between. */
    private static final Pattern SENTENCE = Pattern.compile("(?s).*\\p{L}+[,;:]? \\p{L}+[,;:]? \\p{L}+.*");

    /** What a program reads in a sentence: snake_case, pack/rule, --option, a number. */
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]+(?:[_/][a-z0-9-]+)+|--[a-z-]+|\\b[0-9]+\\b");

    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|<[a-z]+>");

    private Wording() {}

    /** True if both hold sentences, and these name the same things in other words. */
    static boolean differsInWordsOnly(Difference difference) {
        var kind = difference.kind();
        if (kind.endsWith("status") || kind.endsWith("count") || kind.startsWith("exit") || kind.startsWith("forw")) {
            return false;
        }
        var older = readable(kind, difference.older());
        var newer = readable(kind, difference.newer());
        return SENTENCE.matcher(older).matches()
                && SENTENCE.matcher(newer).matches()
                && codes(older).equals(codes(newer));
    }

    private static String readable(String kind, String value) {
        return kind.endsWith("-bin")
                ? new String(Base64.getMimeDecoder().decode(value), StandardCharsets.ISO_8859_1)
                : value.replace("%20", " ");
    }

    private static Set<String> codes(String text) {
        return CODE.matcher(ID.matcher(text).replaceAll(" "))
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
