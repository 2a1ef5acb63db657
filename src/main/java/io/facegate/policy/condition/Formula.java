package io.facegate.policy.condition;

import java.util.List;
import java.util.Set;

/** A condition as far as it can be decided from its text: comparisons of a variable with literals, joined. */
public sealed interface Formula {
    /** True where all are; untold where one is and none is false. */
    record All(List<Formula> parts) implements Formula {}

    /** True where one is; untold where one is and none is true. */
    record Any(List<Formula> parts) implements Formula {}

    /** True where the other is false; untold where it is. */
    record Not(Formula part) implements Formula {}

    /** Always so. */
    record Known(boolean value) implements Formula {}

    /** A number in a half-open range; untold where it is absent. */
    record Between(ConditionVariable variable, double atLeast, double below) implements Formula {}

    /** A text that is one of these; untold where it is absent. */
    record Named(ConditionVariable variable, Set<String> words) implements Formula {}

    /**
     * What is beyond this reading: true, false or untold.
     *
     * @param strict untold where any variable that it reads is absent
     */
    record Unread(String text, Set<ConditionVariable> reads, boolean strict) implements Formula {}
}
