package io.facegate.ledger.appeal;

import io.facegate.ledger.reading.CommittedText;
import org.jspecify.annotations.Nullable;

/**
 * A step of an appeal with what was said.
 *
 * @param person the caller's contact, or the officer's name; null if the step names nobody
 * @param text the caller's text, or the officer's reason
 */
public record AppealStatement(AppealStep step, @Nullable CommittedText person, CommittedText text) {
    /** True if something that is kept is not what the record commits to. */
    public boolean isTampered() {
        return person instanceof CommittedText.Tampered || text instanceof CommittedText.Tampered;
    }
}
