package io.facegate.ledger.authorisation;

import java.time.Instant;
import java.util.Set;

/**
 * A use that needs an authorisation, as far as records tell one from another.
 *
 * @param organisation that called
 * @param purpose of the calls; empty if they had none
 * @param responsible the organisations that the calls were made for, or the caller where they named none
 * @param due until when the authorisation must be filed, which counts from the start of the use
 */
public record AuthorisedUse(String organisation, String purpose, Set<String> responsible, Instant due) {
    public AuthorisedUse {
        responsible = Set.copyOf(responsible);
    }
}
