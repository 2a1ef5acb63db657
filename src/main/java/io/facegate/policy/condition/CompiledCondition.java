package io.facegate.policy.condition;

/** What the text of a {@code when:} compiles to. */
public sealed interface CompiledCondition permits CelCondition, CompiledCondition.Wrong {
    /**
     * Why a text does not compile.
     *
     * @param column inside the text, from 0
     */
    record Wrong(int column, String message) implements CompiledCondition {}
}
