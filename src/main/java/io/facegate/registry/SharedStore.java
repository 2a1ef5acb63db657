package io.facegate.registry;

import io.facegate.integrity.RowAuthenticator;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.postgres.RegistryMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of rows that gateways share beside their registry; each kind has a list and a head of its own. */
enum SharedStore {
    RESOURCES("handle", "handles", "owners of vendors' resources"),
    HELD("held", "held", "answers that are held for review"),
    GALLERIES("gallery", "galleries", "galleries of the embedded engine"),
    SALTS("salt", "salts", "salts and words of records");

    private final String store;
    private final String alarm;
    private final String what;

    SharedStore(String store, String alarm, String what) {
        this.store = store;
        this.alarm = alarm;
        this.what = what;
    }

    /** Name of the store in records, and of its tables: {@code handle} for {@code handle_list} and {@code handle_head}. */
    String store() {
        return store;
    }

    /** Name of the store in what is reported as altered. */
    String alarm() {
        return alarm;
    }

    /** The channel on which commits are told; null for rows that are only asked for. */
    @Nullable
    String channel() {
        return this == GALLERIES ? "facegate_" + store : null;
    }

    /** What it keeps, for messages. */
    String what() {
        return what;
    }

    /**
     * The tables whose rows the registry seals. The engine seals the galleries itself. Salts are encrypted for their
     * record, whose commitment tells whether they are the right ones; the list is of what was erased.
     */
    List<SealedTable> tables() {
        return switch (this) {
            case RESOURCES -> List.of(SealedTable.HANDLE);
            case HELD -> List.of(SealedTable.HELD, SealedTable.BEGUN, SealedTable.REVIEWER, SealedTable.HELD_KEY);
            case GALLERIES -> List.of();
            case SALTS -> List.of(SealedTable.SALT_ERASED);
        };
    }

    /**
     * Name of the kind's roots in records.
     *
     * @param id of the registry's key
     */
    String recordName(String id) {
        return RegistryAddress.sharedStoresName(this == RESOURCES ? id : id + '/' + store);
    }

    RowSeal seal(RowAuthenticator authenticator, SharedRowList list, SealOptions policy) {
        return new RowSeal(authenticator, list, policy.alarm(), tables());
    }

    /** False in a database whose owner has not migrated it since this kind came. */
    boolean isPresent(Connection connection) throws SQLException {
        var head = RegistryMigration.SCHEMA + '.' + store + "_head";
        return SqlStatements.number(connection, "SELECT 1 WHERE to_regclass('" + head + "') IS NOT NULL") == 1;
    }

    /** True if a row is there, listed or not. */
    boolean hasRows(Connection connection) throws SQLException {
        for (var table : tables()) {
            if (SqlStatements.number(connection, "SELECT count(*) FROM " + table.name()) > 0) {
                return true;
            }
        }
        boolean others = this == GALLERIES || this == SALTS;
        return others && SqlStatements.number(connection, "SELECT count(*) FROM " + store) > 0;
    }
}
