package io.facegate.policy.testing;

/**
 * Coverage point: one aspect of a rule that a test can exercise.
 *
 * @param rule {@code pack/rule}
 * @param description description, such as {@code fires} or {@code unless 2 (evidence: policy)}
 */
public record CoveragePoint(String rule, String description) {
    @Override
    public String toString() {
        return rule + ": " + description;
    }
}
