package io.facegate.policy.reading;

import io.facegate.call.Operation;
import io.facegate.policy.vocabulary.Words;
import org.jspecify.annotations.Nullable;

/** The operations that policies may name. */
final class KnownOperations {
    private KnownOperations() {}

    /** Why an operation cannot be named, or null. */
    static @Nullable String problem(String name) {
        return Operation.names().contains(name) ? null : Words.unknown("operation", name, Operation.names());
    }
}
