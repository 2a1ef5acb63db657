package io.facegate.ingress;

/**
 * Turns similarities of the embedded engine into confidences as vendors give them, so that what the engine takes
 * for one person is at least one half; the two scales have nothing else in common.
 */
public final class ConfidenceScale {
    /** The similarity from which on the engine takes two faces for one person. */
    public static final double SAME = 0.8;

    private static final double HALF = 0.5;

    private ConfidenceScale() {}

    public static double of(double similarity) {
        return similarity < SAME ? similarity / SAME * HALF : HALF + (similarity - SAME) / (1 - SAME) * HALF;
    }

    public static boolean isIdentical(double similarity) {
        return similarity >= SAME;
    }
}
