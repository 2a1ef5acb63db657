package io.facegate.ingress.neutral.body;

/**
 * Who answers calls of the neutral API, and on which scale its similarities are.
 *
 * @param provider the word by which policies know it
 * @param group names what its similarities may be compared with: nothing but one another
 * @param most what its greatest similarity is in its own numbers; the least is 0, and a greater one is more alike
 * @param usual what it takes for a threshold where none is given, in its own numbers
 */
public record Engine(String provider, String group, double most, double usual) {
    /** The embedded engine. */
    public static final Engine LOCAL = new Engine("local", "local/facegate-local-1/similarity", 1, 0.8);

    /** A similarity from 0 to 1 in the engine's own numbers. */
    public double raw(double similarity) {
        return similarity * most;
    }

    /** A number of the engine as a similarity from 0 to 1. */
    public double similarity(double raw) {
        return raw / most;
    }
}
