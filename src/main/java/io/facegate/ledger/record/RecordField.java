package io.facegate.ledger.record;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Field of a record, in canonical order; only listed fields can be written. */
public enum RecordField {
    ACCOUNT,
    ACT,
    ACTIVATION,
    ACTOR,
    ATTEMPTS,
    AUTHORISATION_DUE,
    AUTHORISATION_GRANT,
    BOOT,
    BUILD,
    BUNDLE,
    BYTES,
    CAPABILITIES,
    CASE,
    CHECKED,
    CITATION,
    CLAUSE,
    CODE,
    COMMIT,
    COUNT,
    DECISION_REF,
    DOUBT,
    DUTIES,
    ENGINE,
    EVIDENCE,
    EXCEPTED,
    EXCEPTED_TOTAL,
    EXPECTED,
    FACES,
    FACT,
    FACTS,
    GALLERY,
    GATEWAY,
    HOSTS,
    HTTP_STATUS,
    ID,
    INVARIANTS,
    JURISDICTIONS,
    KEY,
    KIND,
    LABEL,
    MAC,
    MATCHED,
    MATCHED_TOTAL,
    MAX_RESULTS,
    METHOD,
    MICROS,
    MIN_SIMILARITY,
    NEWEST_REMOVED,
    NOTICES,
    OBLIGATIONS,
    ON_BEHALF_OF,
    OPERATION,
    ORGANISATION,
    OVERRIDDEN,
    OVERRIDDEN_TOTAL,
    PACKS,
    PERSON,
    PICTURES,
    PIXELS,
    POLICIES,
    PROVIDER,
    PURPOSE,
    PURPOSES,
    REASON,
    REDACT,
    REFERENCES,
    REGISTRY,
    REGISTRY_AFTER,
    REGISTRY_BEFORE,
    REGISTRY_CHANGE,
    REGISTRY_VERSION,
    REQUESTABLE,
    RESULTS,
    RETAIN_PICTURES,
    RETAIN_RECORDS,
    RETAIN_TEMPLATES,
    REVIEW,
    REVIEWERS,
    RULE,
    SANDBOX,
    SCHEMA,
    SERIAL,
    SHADOW,
    SHADOW_TOTAL,
    SIGNERS,
    SINCE,
    SOURCE,
    STATED_REASON,
    STATUS,
    SUBJECT,
    THRESHOLD,
    TIME,
    TYPE,
    VENDOR_REQUEST,
    VENDOR_REQUESTS,
    VENDOR_TRIES,
    VENDOR_UNNAMED,
    VERDICT,
    WARNED,
    WARNED_TOTAL,
    WIRE,
    WIRE_OPERATION;

    private final String key = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // never modified, and read in this package only
    private final byte[] prefix = ('"' + key + "\":").getBytes(StandardCharsets.US_ASCII);

    /** The name in the record. */
    public String key() {
        return key;
    }

    /**
     * The field of that name.
     *
     * @throws IllegalArgumentException if no field has it
     */
    public static RecordField fromKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** The name, quoted, with its colon; not copied. */
    byte[] prefix() {
        return prefix;
    }
}
