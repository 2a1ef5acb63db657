package io.facegate.ledger.reading;

import org.jspecify.annotations.Nullable;

/** A text that a record commits to, kept beside its salt until it is erased. */
public sealed interface KeptText {
    /** The text, as the record commits to it. */
    record Verified(String text) implements KeptText {}

    /** It was erased, is kept by another gateway, or the record has none. */
    record Absent() implements KeptText {}

    /** What is kept is not what the record commits to; it is not shown. */
    record Tampered() implements KeptText {}

    /** The text if it is verified; else null. */
    default @Nullable String textOrNull() {
        return this instanceof Verified(var text) ? text : null;
    }
}
