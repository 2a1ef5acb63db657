package io.facegate.policy.testing;

/**
 * One thing about a rule that a test can exercise.
 *
 * @param rule {@code pack/rule}
 * @param what in words, such as {@code fires} or {@code unless 2 (evidence: policy)}
 */
public record CoveragePoint(String rule, String what) {
    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
