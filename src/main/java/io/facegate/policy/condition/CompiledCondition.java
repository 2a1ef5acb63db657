package io.facegate.policy.condition;

/** Result of compiling a {@code when:} text. */
public sealed interface CompiledCondition permits CelCondition, CompiledCondition.Wrong {
    /**
     * A compile error.
     *
     * @param column offset in the text, from 0
     */
    record Wrong(int column, String message) implements CompiledCondition {}
}
