package io.facegate.registry;

import io.facegate.registry.RegistryTrouble.Unusable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of {@code registry.db}. */
final class Schema {
    private static final int VERSION = 1;
    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE organisation (
              id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
              suspended INTEGER NOT NULL DEFAULT 0, upstream_role TEXT) STRICT""",
            """
            CREATE TABLE organisation_purpose (
              organisation TEXT NOT NULL REFERENCES organisation(id), purpose TEXT NOT NULL,
              PRIMARY KEY (organisation, purpose)) STRICT""",
            """
            CREATE TABLE organisation_jurisdiction (
              organisation TEXT NOT NULL REFERENCES organisation(id), jurisdiction TEXT NOT NULL,
              PRIMARY KEY (organisation, jurisdiction)) STRICT""",
            """
            CREATE TABLE access_key (
              id TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisation(id), purpose TEXT,
              expires INTEGER, created INTEGER NOT NULL, revoked INTEGER,
              sealed_secret BLOB NOT NULL, api_key_sha256 BLOB NOT NULL) STRICT""",
            """
            CREATE TABLE access_key_principal (
              access_key TEXT NOT NULL REFERENCES access_key(id), position INTEGER NOT NULL,
              organisation TEXT NOT NULL REFERENCES organisation(id),
              PRIMARY KEY (access_key, position)) STRICT""",
            "CREATE TABLE vault (only INTEGER PRIMARY KEY CHECK (only = 1), proof BLOB NOT NULL) STRICT");

    private Schema() {}

    /** Makes the tables where there are none; called inside a transaction. */
    static void ensure(Connection connection, Path file) throws SQLException {
        int version = Sql.number(connection, "PRAGMA user_version");
        if (version == VERSION) {
            return;
        }
        if (version != 0 || Sql.number(connection, "SELECT count(*) FROM sqlite_schema") != 0) {
            throw new Unusable(file + " is not a registry that this version of Facegate can read. "
                    + "Use the version that wrote it, or another data folder.");
        }
        for (var table : TABLES) {
            Sql.run(connection, table);
        }
        Sql.run(connection, "PRAGMA user_version = " + VERSION);
    }
}
