package io.facegate.policy.proof.model;

import java.time.Instant;

/**
 * Limits of an analysis.
 *
 * @param nodes maximum number of BDD nodes; beyond it the result is inconclusive
 * @param now preferred time of example calls
 */
public record AnalysisLimits(int nodes, Instant now) {
    private static final int USUAL = 8_000_000;

    /** Default limits: a few hundred megabytes at most. */
    public static AnalysisLimits defaults(Instant now) {
        return new AnalysisLimits(USUAL, now);
    }
}
