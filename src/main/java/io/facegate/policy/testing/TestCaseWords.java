package io.facegate.policy.testing;

import java.util.List;

/** The words that only test files have. */
public final class TestCaseWords {
    /** The pack that permits everything, which no folder can hold. */
    public static final String EVERYTHING = "permit_everything";

    /** What a case can expect, but for obligations by name. */
    public static final List<String> EXPECTED = List.of("permit", "refuse", "needs_review", "not_applicable");

    /** Some obligations whatever they are, or none. */
    public static final List<String> NO_MORE = List.of("any", "none");

    private TestCaseWords() {}
}
