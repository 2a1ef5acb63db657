package io.facegate.engine.vision;

/**
 * Calibration of template distance to similarity, 0 to 1: piecewise linear between a few points, one of which is the
 * measured threshold between same and different person. The table is in docs/engine.md.
 */
public final class SimilarityCalibration {
    private static final double[] DISTANCES = {0, 0.30, 0.40, 0.50, 0.60, 0.80, 1.20};
    private static final double[] SIMILARITIES = {1, 0.99, 0.95, 0.80, 0.50, 0.10, 0};

    private SimilarityCalibration() {}

    /** Greatest distance with at least that similarity. */
    public static double maxDistance(double similarity) {
        for (int i = 1; i < SIMILARITIES.length; i++) {
            if (similarity > SIMILARITIES[i]) {
                double part = (SIMILARITIES[i - 1] - similarity) / (SIMILARITIES[i - 1] - SIMILARITIES[i]);
                return DISTANCES[i - 1] + part * (DISTANCES[i] - DISTANCES[i - 1]);
            }
        }
        return Double.MAX_VALUE;
    }

    public static double toSimilarity(double distance) {
        for (int i = 1; i < DISTANCES.length; i++) {
            if (distance < DISTANCES[i]) {
                double part = (distance - DISTANCES[i - 1]) / (DISTANCES[i] - DISTANCES[i - 1]);
                return SIMILARITIES[i - 1] + part * (SIMILARITIES[i] - SIMILARITIES[i - 1]);
            }
        }
        return 0;
    }
}
