package io.facegate.ledger.authorisation;

import java.util.Locale;

/** State of an authorisation after the fact. */
public enum AuthorisationState {
    /** It has not been filed, and there is time left. */
    DUE,
    /** It was filed in time, and is not answered. */
    FILED,
    GRANTED,
    REJECTED,
    /** It was not filed, or not granted, in time. */
    LAPSED;

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if its duties are raised. */
    public boolean hasFailed() {
        return this == REJECTED || this == LAPSED;
    }
}
