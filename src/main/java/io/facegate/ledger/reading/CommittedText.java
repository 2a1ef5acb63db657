package io.facegate.ledger.reading;

import org.jspecify.annotations.Nullable;

/** A text that a record commits to, kept beside its salt until it is erased. */
public sealed interface CommittedText {
    /** The text, as the record commits to it. */
    record Verified(String text) implements CommittedText {}

    /** It was erased, is kept by another gateway, or the record has none. */
    record Absent() implements CommittedText {}

    /** What is kept is not what the record commits to; it is not shown. */
    record Tampered() implements CommittedText {}

    /** The text if it is verified; else null. */
    default @Nullable String textOrNull() {
        return this instanceof Verified(var text) ? text : null;
    }
}
