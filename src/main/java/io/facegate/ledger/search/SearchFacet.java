package io.facegate.ledger.search;

import java.util.Locale;

/** A coded field that records are found by. */
public enum SearchFacet {
    ACT,
    /** A capability, or one above it in the tree. */
    CAPABILITY,
    CODE,
    /** A day in UTC, {@code 2026-11-24}. */
    DAY,
    EVIDENCE,
    /** A place, or one around it. */
    JURISDICTION,
    KEY,
    KIND,
    /** A rule that applied, whether it decided or not, or its pack. */
    MATCHED,
    METHOD,
    OPERATION,
    /** Whoever called, or on whose behalf. */
    ORGANISATION,
    POLICIES,
    PROVIDER,
    PURPOSE,
    REASON,
    /** The rule that decided, or its pack. */
    RULE,
    /** How a permitted call ended; on the decision, too. */
    STATUS,
    SUBJECT,
    /** A type of organisation, or one above it in the tree. */
    TYPE,
    VERDICT;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in a query. */
    public String key() {
        return key;
    }

    /** The word that records with this value are listed under. */
    String term(String value) {
        return key + ':' + value;
    }
}
