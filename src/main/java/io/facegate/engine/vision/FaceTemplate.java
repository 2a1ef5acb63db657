package io.facegate.engine.vision;

/** Biometric template (face embedding): 128 numbers; templates of the same person are close together. */
public record FaceTemplate(float[] numbers) {
    /** Euclidean distance. */
    public double distance(FaceTemplate other) {
        return distance(numbers, other.numbers, 0);
    }

    /** Distance to the template that starts at index {@code at}. */
    public static double distance(float[] probe, float[] many, int at) {
        float even = 0;
        float odd = 0;
        float third = 0;
        float fourth = 0;
        // Four independent sums, for instruction-level parallelism: with 100,000 templates, search time is spent here.
        for (int i = 0; i < probe.length; i += 4) {
            float a = probe[i] - many[at + i];
            float b = probe[i + 1] - many[at + i + 1];
            float c = probe[i + 2] - many[at + i + 2];
            float d = probe[i + 3] - many[at + i + 3];
            even += a * a;
            odd += b * b;
            third += c * c;
            fourth += d * d;
        }
        return Math.sqrt(even + odd + third + fourth);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Prints nothing: templates must not be logged. */
    @Override
    public String toString() {
        return "FaceTemplate";
    }
}
