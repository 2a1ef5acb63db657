package io.facegate.ledger.record;

import java.util.Locale;

/** Every field that a record can have, in canonical order; what is not listed cannot be written. */
public enum Field {
    ACT,
    ATTEMPTS,
    BOOT,
    BUILD,
    BYTES,
    CAPABILITIES,
    CHECKED,
    CITATION,
    CLAUSE,
    CODE,
    COUNT,
    DECISION_REF,
    DOUBT,
    GALLERY,
    ID,
    JURISDICTIONS,
    KEY,
    KIND,
    MATCHED,
    MATCHED_TOTAL,
    METHOD,
    MICROS,
    ON_BEHALF_OF,
    OPERATION,
    ORGANISATION,
    PICTURES,
    POLICIES,
    PROVIDER,
    PURPOSE,
    REASON,
    REFERENCES,
    RESULTS,
    RULE,
    SCHEMA,
    SOURCE,
    STATUS,
    SUBJECT,
    THRESHOLD,
    TIME,
    TYPE,
    VERDICT;

    private final String key = name().toLowerCase(Locale.ROOT);
    private final String prefix = '"' + key + "\":";

    /** The name in the record. */
    public String key() {
        return key;
    }

    /** The name, quoted, with its colon. */
    String prefix() {
        return prefix;
    }
}
