package io.facegate.policy.condition;

import java.util.List;
import java.util.Set;

/** Three-valued formula of a condition: comparisons of variables with literals, joined by and, or, not. */
public sealed interface Formula {
    /** Conjunction: unknown if a part is unknown and none is false. */
    record All(List<Formula> parts) implements Formula {}

    /** Disjunction: unknown if a part is unknown and none is true. */
    record Any(List<Formula> parts) implements Formula {}

    /** Negation: unknown if the part is unknown. */
    record Not(Formula part) implements Formula {}

    /** A constant. */
    record Known(boolean value) implements Formula {}

    /** A number in a half-open range; unknown if absent. */
    record Between(ConditionVariable variable, double atLeast, double below) implements Formula {}

    /** A text that is one of these; unknown if absent. */
    record Named(ConditionVariable variable, Set<String> words) implements Formula {}

    /**
     * A part that cannot be analysed (uninterpreted): true, false or unknown.
     *
     * @param strict unknown if any variable that it reads is absent
     */
    record Uninterpreted(String text, Set<ConditionVariable> reads, boolean strict) implements Formula {}
}
