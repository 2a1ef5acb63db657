package io.facegate.identity;

import java.util.Locale;

/** How far an organisation has come: {@code APPLIED}, {@code VERIFIED}, {@code SUSPENDED}, {@code CLOSED}. */
public enum OrganisationState {
    /** It is registered, and nobody has verified it yet. */
    APPLIED,
    /** It may call. The only state in which calls are served. */
    VERIFIED,
    /** An operator stopped it, until it is resumed. */
    SUSPENDED,
    /** It has ended for good. */
    CLOSED;

    /** The word in commands, listings and files. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
