package io.facegate.ledger.search;

import java.util.Locale;

/** Search facet: a coded field that records are found by. */
public enum SearchFacet {
    /** The account at the vendor that was chosen for the call. */
    ACCOUNT,
    ACT,
    /** A step of an appeal against a decision: {@code file}, {@code uphold}, {@code reject} or {@code ask}; listed on the decision. */
    APPEAL,
    /** {@code due} for decisions that ask for an authorisation after the fact. */
    AUTHORISATION,
    /** A capability, or an ancestor of it in the tree. */
    CAPABILITY,
    CODE,
    /** A day in UTC, {@code 2026-11-24}. */
    DAY,
    EVIDENCE,
    /** A capability that the caller, or its principal, was exempted for, spelt as in policies ({@code identify_live}). */
    EXEMPTION,
    /** A place, or one that contains it. */
    JURISDICTION,
    KEY,
    KIND,
    /** A rule that applied, whether it decided or not, or its pack. */
    MATCHED,
    METHOD,
    OPERATION,
    /** The caller, or its principal. */
    ORGANISATION,
    POLICIES,
    PROVIDER,
    PURPOSE,
    REASON,
    /** The decision whose held answer a permit hands over. */
    REVIEW,
    /** The rule that decided, or its pack. */
    RULE,
    /** {@code yes} for decisions on calls of the sandbox; a query for {@code no} leaves these out. */
    SANDBOX,
    /** The outcome of a permitted call; also listed on the decision. */
    STATUS,
    SUBJECT,
    /** A type of organisation, or an ancestor of it in the tree. */
    TYPE,
    VERDICT,
    /** A field that a decision does not have; only {@code purpose} is listed. */
    WITHOUT;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in a query. */
    public String key() {
        return key;
    }

    /** The index term of records with this value. */
    String term(String value) {
        return key + ':' + value;
    }
}
