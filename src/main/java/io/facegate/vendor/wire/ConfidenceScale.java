package io.facegate.vendor.wire;

/**
 * Maps similarities of the embedded engine to vendor-style confidences. A similarity that the engine counts as the same
 * person maps to at least one half; the two scales have nothing else in common.
 */
public final class ConfidenceScale {
    /** The similarity at or above which the engine counts two faces as the same person. */
    public static final double SAME = 0.8;

    private static final double HALF = 0.5;

    private ConfidenceScale() {}

    public static double toConfidence(double similarity) {
        return similarity < SAME ? similarity / SAME * HALF : HALF + (similarity - SAME) / (1 - SAME) * HALF;
    }

    public static boolean isIdentical(double similarity) {
        return similarity >= SAME;
    }
}
