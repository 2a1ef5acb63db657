package io.facegate.testkit;

/** Takes a {@code registry.db} back to the form of an earlier build, which had fewer columns. */
public final class OlderRegistry {
    /** To the form without people, proposals, exemptions, stops, policies, limits of keys, states, dated purposes, relations, labels and contents of changes. */
    public static final String WITHOUT_STATES = """
        DROP TABLE policy_content;
        DROP TABLE policy_activation;
        DROP TABLE stop;
        DROP TABLE exemption_place;
        DROP TABLE exemption;
        DROP TABLE proposal;
        DROP TABLE registry_setting;
        DROP TABLE person_role;
        DROP TABLE person;
        ALTER TABLE organisation DROP COLUMN state;
        ALTER TABLE organisation DROP COLUMN verified_kind;
        ALTER TABLE organisation DROP COLUMN verified_reference;
        ALTER TABLE organisation DROP COLUMN verified_by;
        ALTER TABLE organisation DROP COLUMN verified_on;
        ALTER TABLE organisation DROP COLUMN verified_until;
        ALTER TABLE organisation DROP COLUMN parent;
        ALTER TABLE organisation DROP COLUMN acts_for;
        ALTER TABLE organisation DROP COLUMN contact;
        ALTER TABLE organisation_purpose DROP COLUMN evidence;
        ALTER TABLE organisation_purpose DROP COLUMN basis;
        ALTER TABLE organisation_purpose DROP COLUMN holds_from;
        ALTER TABLE organisation_purpose DROP COLUMN holds_until;
        ALTER TABLE access_key DROP COLUMN wires;
        ALTER TABLE access_key DROP COLUMN places;
        ALTER TABLE access_key DROP COLUMN holds_from;
        ALTER TABLE access_key DROP COLUMN label;
        DROP TABLE registry_change;
        ALTER TABLE vault DROP COLUMN master;
        ALTER TABLE vault DROP COLUMN data_key;
        ALTER TABLE vault DROP COLUMN generation;
        ALTER TABLE vault DROP COLUMN wrapped;
        ALTER TABLE vault DROP COLUMN link;
        PRAGMA user_version = 6;
        """;

    private OlderRegistry() {}
}
