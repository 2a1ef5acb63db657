package io.facegate.usecase.lockdown.account;

import java.util.List;

/**
 * A set of texts: those that one of the patterns matches, or those that none matches.
 *
 * @param isComplement true for those that none matches
 */
public record WildcardSet(List<WildcardPattern> patterns, boolean isComplement) {
    public static final WildcardSet ALL = of("*");

    public WildcardSet {
        patterns = List.copyOf(patterns);
    }

    /** What one of these patterns matches. */
    public static WildcardSet of(String... patterns) {
        return new WildcardSet(
                List.of(patterns).stream().map(WildcardPattern::of).toList(), false);
    }

    /** That text alone. */
    public static WildcardSet only(String text) {
        return new WildcardSet(List.of(WildcardPattern.literal(text)), false);
    }

    /** True if it is known to have every text. */
    public boolean isAll() {
        return isComplement ? patterns.isEmpty() : patterns.stream().anyMatch(WildcardPattern::isAll);
    }

    /** True if the text is in it. */
    public boolean contains(String text) {
        return isComplement != patterns.stream().anyMatch(pattern -> pattern.matches(text));
    }
}
