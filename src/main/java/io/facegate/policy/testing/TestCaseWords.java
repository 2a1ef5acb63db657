package io.facegate.policy.testing;

import java.util.List;

/** Words used only in test files. */
public final class TestCaseWords {
    /** Pseudo-pack that permits everything; no folder can contain it. */
    public static final String EVERYTHING = "permit_everything";

    /** Expected decisions, other than obligations by name. */
    public static final List<String> EXPECTED = List.of("permit", "refuse", "needs_review", "not_applicable");

    /** Any obligations, or none. */
    public static final List<String> NO_MORE = List.of("any", "none");

    private TestCaseWords() {}
}
