package io.facegate.ledger.authorisation;

import io.facegate.ledger.reading.CommittedText;
import org.jspecify.annotations.Nullable;

/**
 * A step of an authorisation with what was said.
 *
 * @param person who made it; null for a gateway
 * @param text the filing, or the reason; null for a gateway
 */
public record AuthorisationStatement(
        AuthorisationStep step,
        @Nullable CommittedText person,
        @Nullable CommittedText text) {
    /** True if something that is kept is not what the record commits to. */
    public boolean isTampered() {
        return person instanceof CommittedText.Tampered || text instanceof CommittedText.Tampered;
    }
}
