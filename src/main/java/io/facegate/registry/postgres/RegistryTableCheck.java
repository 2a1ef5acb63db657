package io.facegate.registry.postgres;

import io.facegate.integrity.PostgresServerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Checks of a shared registry's tables before a gateway trusts them; each error gives the remedy. */
public final class RegistryTableCheck {
    /** MD5 over the tables' columns, types, constraints and order: another type of a column could show another value. */
    static final String COLUMNS = "5ba0be32a8fdf369eedde604847dd204";

    /** The same of the layout before, {@link RegistryMigration#BEFORE}. */
    static final String COLUMNS_BEFORE = "3e201e0db4b03cfbf96e08df46c6b25c";

    /** The columns of every table, in their order, with what their values can be, and the keys that hold. */
    static final String DIGEST = """
        SELECT md5(concat((SELECT string_agg(concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              a.attnotnull, a.atthasdef, a.attgenerated, l.collname), ',' ORDER BY c.relname COLLATE "C", a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            LEFT JOIN pg_collation l ON l.oid = a.attcollation
            WHERE c.relnamespace = 'facegate_registry'::regnamespace AND c.relkind = 'r'
              AND c.relname <> 'flyway_schema_history'),
          (SELECT string_agg(concat_ws(' ', c.relname, k.contype, k.conkey, f.relname), ','
              ORDER BY c.relname COLLATE "C", k.contype, k.conkey)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid
            WHERE c.relnamespace = 'facegate_registry'::regnamespace AND k.contype IN ('p', 'f') AND k.convalidated
              AND c.relname <> 'flyway_schema_history')))\
        """;

    /** The first column that this role may change and a gateway need not: as the gateways' rights are granted. */
    private static final String CHANGEABLE = """
        SELECT 'UPDATE ' || c.relname || ' ' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relnamespace = 'facegate_registry'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
            AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'UPDATE')
            AND c.relname <> ALL (ARRAY['organisation', 'access_key', 'evidence', 'issuer', 'person',
              'registry_setting', 'proposal', 'exemption', 'stop', 'policy_activation', 'policy_content', 'vault',
              'seal_head', 'handle', 'handle_list', 'resource_generation', 'resource_lease', 'handle_head',
              'held_list', 'gallery_list', 'held_head', 'gallery_head', 'salt_list', 'salt_head'])
            AND (c.relname::text, a.attname::text) NOT IN (('held', 'required'), ('held', 'rejected_by'),
              ('held', 'rejected'), ('held', 'reason'), ('held', 'bytes'), ('held', 'sealed'), ('held', 'scores'),
              ('reviewer', 'added'), ('reviewer', 'removed'), ('held_key', 'sealed'), ('gallery', 'purpose'),
              ('gallery', 'enrolled'), ('gallery', 'enrolled_sum'), ('face', 'sealed'), ('salt', 'sealed'))
            AND NOT (a.attname IN ('mac', 'version')
              AND c.relname IN ('held', 'reviewer', 'begun', 'held_key', 'gallery', 'salt_erased')) LIMIT 1\
        """;

    private static final String MIGRATIONS = RegistryMigration.SCHEMA + ".flyway_schema_history";

    /** The newest migration that was run. */
    private static final String NEWEST = "SELECT max(version::int) FROM " + MIGRATIONS + " WHERE success";

    /** Finds the first foreign object in the schema; tables and migrations are those of one moment. */
    private static final String FOREIGN =
            """
        SELECT coalesce(
          (SELECT 'trigger ' || t.tgname || ' on ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'facegate_registry'::regnamespace AND (NOT t.tgisinternal OR t.tgenabled <> 'O')
            LIMIT 1),
          (SELECT 'rule ' || r.rulename || ' on ' || c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
            WHERE c.relnamespace = 'facegate_registry'::regnamespace LIMIT 1),
          (SELECT 'policy ' || p.polname || ' on ' || c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE c.relnamespace = 'facegate_registry'::regnamespace LIMIT 1),
          (SELECT 'row-level security on ' || relname FROM pg_class
            WHERE relnamespace = 'facegate_registry'::regnamespace AND relrowsecurity LIMIT 1),
          (SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = 'facegate_registry'::regnamespace
            AND (relkind NOT IN ('r', 'i') OR relispartition OR relpersistence <> 'p') LIMIT 1),
          (SELECT 'table below ' || c.relname FROM pg_inherits i JOIN pg_class c ON c.oid IN (i.inhparent, i.inhrelid)
            WHERE c.relnamespace = 'facegate_registry'::regnamespace LIMIT 1),
          (SELECT 'operator ' || o.oid FROM pg_catalog.pg_operator o
            WHERE o.oprnamespace = 'facegate_registry'::regnamespace LIMIT 1),
          (SELECT 'operator class ' || opcname FROM pg_catalog.pg_opclass
            WHERE opcnamespace = 'facegate_registry'::regnamespace LIMIT 1),
          (SELECT 'type ' || typname FROM pg_catalog.pg_type WHERE typnamespace = 'facegate_registry'::regnamespace
            AND typtype NOT IN ('b', 'c') LIMIT 1),
          (SELECT 'index ' || c.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_class t ON t.oid = i.indrelid WHERE t.relnamespace = 'facegate_registry'::regnamespace
            AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
              OR EXISTS (SELECT 1 FROM unnest(i.indclass::oid[]) u WHERE u >= 16384)) LIMIT 1),
          (SELECT 'constraint ' || conname || ' on ' || c.relname FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = 'facegate_registry'::regnamespace
            AND k.contype NOT IN ('p', 'f', 'n')
            AND NOT (k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (("only" = 1))') LIMIT 1),
          (SELECT 'temporary relation ' || relname FROM pg_catalog.pg_class
            WHERE relnamespace = pg_catalog.pg_my_temp_schema() LIMIT 1),
          (SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'facegate_registry'::regnamespace LIMIT 1),
          (SELECT 'changed columns' WHERE (%s) <> CASE (%s) WHEN %d THEN '%s' ELSE '%s' END))\
        """.formatted(DIGEST, NEWEST, RegistryMigration.BEFORE, COLUMNS_BEFORE, COLUMNS);

    /** The schemas that names are taken from inside a transaction, in their order. */
    private static final String PATH =
            "SELECT pg_catalog.array_to_string(pg_catalog.current_schemas(true)::text[], ' ')";

    private static final String NAMES = "pg_catalog " + RegistryMigration.SCHEMA;

    /** PostgreSQL's state "feature not supported": nobody has changed the tables but a migration. */
    private static final String NEWER = "0A000";

    private RegistryTableCheck() {}

    /** Checks everything that does not change while the registry is used. */
    public static void check(Connection connection) throws SQLException {
        PostgresServerCheck.requireDurable(connection);
        requireLayout(connection);
        requirePlain(connection);
        requireLeastRights(connection);
    }

    /** Requires the tables of this build, or those of the layout before, which run until the owner migrates them. */
    private static void requireLayout(Connection connection) throws SQLException {
        long layout = layout(connection);
        if (layout < RegistryMigration.BEFORE) {
            throw new SQLException(
                    (layout == 0 ? "The database holds no registry" : "The database holds an older registry")
                            + ". As the schema's owner, run: facegate registry migrate");
        }
        requireNotNewer(layout);
    }

    /** Requires tables that no newer version has changed. */
    static void requireNotNewer(long layout) throws SQLException {
        if (layout > RegistryMigration.LAYOUT) {
            throw new SQLException(
                    "The database holds a registry of a newer version of Facegate. Update this gateway.", NEWER);
        }
    }

    /** The newest migration that was run; 0 if none was. */
    static long layout(Connection connection) throws SQLException {
        var there = PostgresServerCheck.text(connection, "SELECT to_regclass('" + MIGRATIONS + "')");
        var newest = there == null ? null : PostgresServerCheck.text(connection, NEWEST);
        return newest == null ? 0 : Long.parseLong(newest);
    }

    /** The first thing in the schema that does not belong there, or null. */
    static @Nullable String findForeignObject(Connection connection) throws SQLException {
        return PostgresServerCheck.text(connection, FOREIGN);
    }

    /**
     * Requires tables without triggers, rules, policies and the like, which could show one thing and store another.
     *
     * @throws SQLException naming the first one
     */
    public static void requirePlain(Connection connection) throws SQLException {
        if (!connection.getAutoCommit() && !NAMES.equals(PostgresServerCheck.text(connection, PATH))) {
            throw new SQLException("The database's session takes names from other schemas than Facegate told it.");
        }
        var foreign = findForeignObject(connection);
        if (foreign != null) {
            // Tables that a newer version has migrated are told as that, and are used as little.
            requireNotNewer(layout(connection));
            throw new SQLException("The database's schema " + RegistryMigration.SCHEMA + " has something that does not"
                    + " belong there, which can lose or change rows: " + foreign.replaceAll("[^A-Za-z0-9_ -]", "?"));
        }
    }

    /** Requires a role that cannot remove what must stay. */
    private static void requireLeastRights(Connection connection) throws SQLException {
        var right = PostgresServerCheck.text(connection, """
            SELECT r || ' ' || c.relname FROM pg_class c, unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) r
              WHERE c.relnamespace = 'facegate_registry'::regnamespace AND c.relkind = 'r'
                AND has_table_privilege(c.oid, r) AND (r <> 'DELETE' OR c.relname = ANY (ARRAY['organisation',
                  'access_key', 'access_key_principal', 'evidence', 'issuer', 'person', 'registry_setting', 'proposal',
                  'exemption', 'stop', 'policy_activation', 'policy_content', 'vault', 'seal_head', 'handle_head',
                  'moved', 'registry_change', 'approval', 'reviewer', 'begun', 'held_head', 'gallery_head',
                  'salt_erased', 'salt_head', 'appeal_step'])) LIMIT 1\
            """);
        var update = PostgresServerCheck.text(connection, CHANGEABLE);
        if (right != null || update != null) {
            throw new SQLException("This role has the right to " + (right == null ? update : right)
                    + " in the registry, which no gateway needs. Revoke it, or connect as the role that was named with:"
                    + " facegate registry migrate --role");
        }
    }

    /** Requires a registry that was not moved elsewhere. */
    public static void requireNotMoved(Connection connection) throws SQLException {
        if (PostgresServerCheck.text(connection, "SELECT 1 FROM " + RegistryMigration.SCHEMA + ".moved") != null) {
            throw new SQLException("This registry was moved to a data folder and goes on there.");
        }
    }
}
