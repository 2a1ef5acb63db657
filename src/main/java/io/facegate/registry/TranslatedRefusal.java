package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import java.util.Locale;

/** The refusals that a person can cause from a page, which tells each in its own language. */
public enum TranslatedRefusal {
    APPEAL_ANSWERED,
    AUTHORISATION_OWN,
    AUTHORISATION_STEP,
    DAY,
    FILING_TEXT,
    FILING_TIME,
    KEY_BACKWARDS,
    KEY_CERTIFICATE,
    KEY_CHANGED,
    KEY_CONTRACTOR,
    KEY_ENDED,
    KEY_FOR_OTHERS,
    KEY_GONE,
    KEY_INCOMPLETE,
    KEY_LABEL,
    KEY_LABEL_TAKEN,
    KEY_OVER,
    KEY_OVERLAP,
    KEY_PURPOSE,
    KEY_REVOKED,
    KEY_ROTATED,
    KEY_TOO_LONG,
    KEY_TOO_MANY,
    NO_RIGHT,
    ORGANISATION_CLOSED,
    PROPOSAL_DECIDED,
    PROPOSAL_EXPIRED,
    PROPOSAL_GONE,
    PROPOSAL_OUTDATED,
    PROPOSAL_OWN,
    PROPOSAL_UNBACKED,
    PROPOSAL_UNSEEN,
    REVIEW_APPROVED_ALREADY,
    REVIEW_OF_OTHERS,
    REVIEW_OVER,
    STOP_ASKED,
    STOP_GONE,
    STOP_LIFTED,
    STOP_OWN,
    STOP_UNASKED;

    /** The end of the key of its message. */
    public String messageKey() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The refusal as an exception.
     *
     * @param message the sentence of commands and the admin API, in English
     */
    public Unacceptable because(String message) {
        return new Unacceptable(this, message);
    }

    /** Refuses unless a condition is met. */
    void throwUnless(boolean met, String otherwise) {
        if (!met) {
            throw because(otherwise);
        }
    }
}
