package io.facegate.registry;

import io.facegate.call.OlderDataFile;
import io.facegate.integrity.RowInventory;
import io.facegate.registry.RegistryException.Unusable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Schema of one SQLite file with its migrations; an older file is migrated when opened.
 *
 * @param versions the changes of each version relative to the one before
 */
record RegistrySchema(List<List<String>> versions) {
    /** What to do with a file that is not up to date. */
    static final String NORMALLY = " Start the gateway once without --read-only, which keeps a copy of an older file;"
            + " or look at the folder with the build that wrote it.";

    private static final List<String> FIRST = List.of(
            """
            CREATE TABLE organisation (
              id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
              suspended INTEGER NOT NULL DEFAULT 0, upstream_role TEXT) STRICT\
            """,
            """
            CREATE TABLE organisation_purpose (
              organisation TEXT NOT NULL REFERENCES organisation(id), purpose TEXT NOT NULL,
              PRIMARY KEY (organisation, purpose)) STRICT\
            """,
            """
            CREATE TABLE organisation_jurisdiction (
              organisation TEXT NOT NULL REFERENCES organisation(id), jurisdiction TEXT NOT NULL,
              PRIMARY KEY (organisation, jurisdiction)) STRICT\
            """,
            """
            CREATE TABLE access_key (
              id TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisation(id), purpose TEXT,
              expires INTEGER, created INTEGER NOT NULL, revoked INTEGER,
              sealed_secret BLOB NOT NULL, api_key_sha256 BLOB NOT NULL) STRICT\
            """,
            """
            CREATE TABLE access_key_principal (
              access_key TEXT NOT NULL REFERENCES access_key(id), position INTEGER NOT NULL,
              organisation TEXT NOT NULL REFERENCES organisation(id),
              PRIMARY KEY (access_key, position)) STRICT\
            """,
            "CREATE TABLE vault (only INTEGER PRIMARY KEY CHECK (only = 1), proof BLOB NOT NULL) STRICT");

    private static final List<String> FACTS_AND_EVIDENCE =
            List.of("""
                CREATE TABLE organisation_fact (
                  organisation TEXT NOT NULL REFERENCES organisation(id), name TEXT NOT NULL, word TEXT NOT NULL,
                  PRIMARY KEY (organisation, name, word)) STRICT\
                """, """
                CREATE TABLE evidence (
                  id TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisation(id), type TEXT NOT NULL,
                  matter TEXT, holds_from INTEGER, holds_until INTEGER,
                  created INTEGER NOT NULL, revoked INTEGER) STRICT\
                """, """
                CREATE TABLE evidence_fact (
                  evidence TEXT NOT NULL REFERENCES evidence(id), name TEXT NOT NULL, word TEXT NOT NULL,
                  PRIMARY KEY (evidence, name, word)) STRICT\
                """, "ALTER TABLE access_key ADD COLUMN matter TEXT");

    private static final List<String> RESOURCES = List.of("""
        CREATE TABLE organisation_resource (
          organisation TEXT NOT NULL REFERENCES organisation(id), resource TEXT NOT NULL,
          PRIMARY KEY (organisation, resource)) STRICT\
        """);

    /** Head of the administered rows; existing rows get their HMAC later. */
    static final String SEAL_HEAD = """
        CREATE TABLE seal_head (
          only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL, root TEXT NOT NULL,
          manifest BLOB NOT NULL, mac BLOB NOT NULL) STRICT\
        """;

    private static final List<String> SEALS = List.of(
            "ALTER TABLE organisation ADD COLUMN version INTEGER",
            "ALTER TABLE organisation ADD COLUMN mac BLOB",
            "ALTER TABLE access_key ADD COLUMN version INTEGER",
            "ALTER TABLE access_key ADD COLUMN mac BLOB",
            "ALTER TABLE evidence ADD COLUMN version INTEGER",
            "ALTER TABLE evidence ADD COLUMN mac BLOB",
            SEAL_HEAD);

    /** The log's signed tree head; covered by the head's HMAC when present. */
    static final String SIGNED = "ALTER TABLE seal_head ADD COLUMN signed TEXT";

    private static final List<String> ISSUERS = List.of("""
        CREATE TABLE issuer (
          id TEXT PRIMARY KEY, digest TEXT NOT NULL, accepted INTEGER NOT NULL, removed INTEGER,
          version INTEGER, mac BLOB) STRICT\
        """, SIGNED);

    /** 1 for a key of the sandbox, NULL for any other: the HMAC of an older row does not cover it, and stays valid. */
    private static final List<String> SANDBOX = List.of("ALTER TABLE access_key ADD COLUMN sandbox INTEGER");

    /** What changes made of the rows. */
    static final String CHANGES =
            "CREATE TABLE registry_change (digest TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT";

    /**
     * States, verification, dated purposes, relations and labels. Each column is NULL in an older row, whose HMAC stays
     * valid. A change's content is authenticated by its hash in the ledger.
     */
    private static final List<String> STATES = List.of(
            "ALTER TABLE organisation ADD COLUMN state TEXT",
            "ALTER TABLE organisation ADD COLUMN verified_kind TEXT",
            "ALTER TABLE organisation ADD COLUMN verified_reference TEXT",
            "ALTER TABLE organisation ADD COLUMN verified_by TEXT",
            "ALTER TABLE organisation ADD COLUMN verified_on INTEGER",
            "ALTER TABLE organisation ADD COLUMN verified_until INTEGER",
            "ALTER TABLE organisation ADD COLUMN parent TEXT",
            "ALTER TABLE organisation ADD COLUMN acts_for TEXT",
            "ALTER TABLE organisation ADD COLUMN contact TEXT",
            "ALTER TABLE organisation_purpose ADD COLUMN evidence TEXT",
            "ALTER TABLE organisation_purpose ADD COLUMN basis TEXT",
            "ALTER TABLE organisation_purpose ADD COLUMN holds_from INTEGER",
            "ALTER TABLE organisation_purpose ADD COLUMN holds_until INTEGER",
            "ALTER TABLE access_key ADD COLUMN label TEXT",
            CHANGES);

    /** Who may change what, and changes that wait for a second person. */
    private static final List<String> PEOPLE = List.of("""
        CREATE TABLE person (
          id TEXT PRIMARY KEY, organisation TEXT REFERENCES organisation(id), issuer TEXT, subject TEXT,
          added INTEGER NOT NULL, removed INTEGER, version INTEGER, mac BLOB) STRICT\
        """, """
        CREATE TABLE person_role (
          person TEXT NOT NULL REFERENCES person(id), role TEXT NOT NULL, PRIMARY KEY (person, role)) STRICT\
        """, """
        CREATE TABLE registry_setting (
          id TEXT PRIMARY KEY, value TEXT NOT NULL, removed INTEGER, version INTEGER, mac BLOB) STRICT\
        """, """
        CREATE TABLE proposal (
          id TEXT PRIMARY KEY, document TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, decided_by TEXT,
          decided INTEGER, version INTEGER, mac BLOB) STRICT\
        """, """
        CREATE TABLE exemption (
          id TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisation(id), capability TEXT NOT NULL,
          purpose TEXT NOT NULL, holds_from INTEGER NOT NULL, holds_until INTEGER NOT NULL, evidence TEXT NOT NULL,
          granted_by TEXT NOT NULL, created INTEGER NOT NULL, revoked INTEGER, version INTEGER, mac BLOB) STRICT\
        """, """
        CREATE TABLE exemption_place (
          exemption TEXT NOT NULL REFERENCES exemption(id), place TEXT NOT NULL,
          PRIMARY KEY (exemption, place)) STRICT\
        """);

    /** What a key may be used for, and from when. Each column is NULL in an older row, whose HMAC stays valid. */
    private static final List<String> KEY_LIMITS = List.of(
            "ALTER TABLE access_key ADD COLUMN wires TEXT",
            "ALTER TABLE access_key ADD COLUMN places TEXT",
            "ALTER TABLE access_key ADD COLUMN holds_from INTEGER");

    /** The data key, wrapped by a master key; all NULL where the data key stands in a file. */
    private static final List<String> WRAPPED_KEY = List.of(
            "ALTER TABLE vault ADD COLUMN master TEXT",
            "ALTER TABLE vault ADD COLUMN data_key TEXT",
            "ALTER TABLE vault ADD COLUMN generation INTEGER",
            "ALTER TABLE vault ADD COLUMN wrapped BLOB",
            "ALTER TABLE vault ADD COLUMN link BLOB");

    /** Stops of a capability, a vendor or everything; who asked to lift one, and who confirmed it. */
    private static final List<String> STOPS = List.of("""
        CREATE TABLE stop (
          id TEXT PRIMARY KEY, kind TEXT NOT NULL, word TEXT, set_by TEXT NOT NULL, set_at INTEGER NOT NULL,
          set_reason TEXT NOT NULL, requested_by TEXT, requested_at INTEGER, requested_reason TEXT, lifted_by TEXT,
          lifted_at INTEGER, lifted_reason TEXT, version INTEGER, mac BLOB) STRICT\
        """);

    /** The policies that all gateways decide by; the contents are authenticated by the digests in that row. */
    private static final List<String> POLICIES =
            List.of("""
        CREATE TABLE policy_activation (
          id TEXT PRIMARY KEY, digest TEXT NOT NULL, archive TEXT NOT NULL, number INTEGER NOT NULL,
          permits_more TEXT, version INTEGER, mac BLOB) STRICT\
        """, "CREATE TABLE policy_content (digest TEXT PRIMARY KEY, archive BLOB NOT NULL) STRICT");

    /** Schema of {@code registry.db}. */
    static final RegistrySchema REGISTRY = new RegistrySchema(List.of(
            FIRST,
            FACTS_AND_EVIDENCE,
            RESOURCES,
            SEALS,
            ISSUERS,
            SANDBOX,
            STATES,
            PEOPLE,
            KEY_LIMITS,
            WRAPPED_KEY,
            STOPS,
            POLICIES));

    /** A version that also introduces a row inventory. */
    static List<String> withInventory(String... statements) {
        return Stream.concat(Stream.of(statements), RowInventory.TABLES.stream())
                .toList();
    }

    /** Schema version of the file; 0 if new. */
    int version(Connection connection) throws SQLException {
        return SqlStatements.number(connection, "PRAGMA user_version");
    }

    /** Backs up a file of an older schema before {@link #createTables} migrates it; must be called outside a transaction. */
    void backUpOlder(Connection connection, Path file) throws SQLException {
        int version = version(connection);
        if (version > 0 && version < versions.size()) {
            OlderDataFile.backUp(connection, file, version);
        }
    }

    /** Requires a file that needs no migration. */
    void requireCurrent(Connection connection, Path file) throws SQLException {
        int version = version(connection);
        if (version > versions.size()) {
            throw new Unusable(OlderDataFile.newerVersionMessage(file, Integer.toString(version), versions.size()));
        }
        if (version < versions.size()) {
            throw new Unusable(file + " is of an earlier version, and nothing is changed with --read-only." + NORMALLY);
        }
    }

    /** Creates missing tables; must be called inside a transaction. */
    void createTables(Connection connection, Path file) throws SQLException {
        int version = version(connection);
        boolean foreign = version == 0 && SqlStatements.number(connection, "SELECT count(*) FROM sqlite_schema") != 0;
        if (version > versions.size()) {
            throw new Unusable(OlderDataFile.newerVersionMessage(file, Integer.toString(version), versions.size()));
        }
        if (foreign || version < 0) {
            throw new Unusable(file + " is not of a form that this version of Facegate can read. "
                    + "Use the version that wrote it, or another data folder.");
        }
        if (version == versions.size()) {
            return;
        }
        for (var added : versions.subList(version, versions.size())) {
            for (var statement : added) {
                SqlStatements.run(connection, statement);
            }
        }
        SqlStatements.run(connection, "PRAGMA user_version = " + versions.size());
    }
}
