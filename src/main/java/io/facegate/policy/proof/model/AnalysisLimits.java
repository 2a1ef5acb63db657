package io.facegate.policy.proof.model;

import java.time.Instant;

/**
 * The bounds of an analysis.
 *
 * @param nodes that a diagram may have before the answer is left open
 * @param now the time that examples are given at, where they may be
 */
public record AnalysisLimits(int nodes, Instant now) {
    private static final int USUAL = 8_000_000;

    /** Some hundred megabytes at most. */
    public static AnalysisLimits usual(Instant now) {
        return new AnalysisLimits(USUAL, now);
    }
}
