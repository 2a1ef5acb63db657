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
    private static final int LEAST = 250_000;

    /** With its share of the tables, while they grow. */
    private static final int BYTES_OF_A_NODE = 64;

    /** Default limits: a few hundred megabytes at most. */
    public static AnalysisLimits defaults(Instant now) {
        return new AnalysisLimits(USUAL, now);
    }

    /** Limits beside other work: the nodes take about a quarter of this process's memory at most. */
    public static AnalysisLimits besideOtherWork(Instant now) {
        long fitting = Runtime.getRuntime().maxMemory() / BYTES_OF_A_NODE / 4;
        return new AnalysisLimits(Math.clamp(fitting, LEAST, USUAL), now);
    }
}
