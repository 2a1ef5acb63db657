package io.facegate.call;

import java.util.Locale;

/** A stage of a call's way through the gateway. */
public enum CallStage {
    /** Finding out who calls. */
    AUTHENTICATE,
    /** Parsing the body. */
    PARSE,
    /** Asking the policies, with all that a decision depends on. */
    DECIDE,
    /** Writing the decision down, until it is durable. */
    RECORD,
    /** Asking the provider, with its retries. */
    SEND;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The stage's name in metrics and traces. */
    public String word() {
        return word;
    }
}
