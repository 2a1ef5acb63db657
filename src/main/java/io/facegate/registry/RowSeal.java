package io.facegate.registry;

import io.facegate.integrity.RowAuthenticator;
import io.facegate.integrity.RowInventory;
import io.facegate.integrity.RowList;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates independent rows: vendor resources, held responses, first uses of cases. Each carries an HMAC and is
 * listed in a row inventory; if the inventory does not verify, no row is trusted.
 */
public final class RowSeal {
    private final RowAuthenticator authenticator;
    private final TamperAlarm alarm;
    private final RowList inventory;
    private final List<SealedTable> tables;

    RowSeal(RowAuthenticator authenticator, String store, SealOptions policy, List<SealedTable> tables) {
        this(authenticator, new RowInventory(authenticator, store, policy), policy.alarm(), tables);
    }

    RowSeal(RowAuthenticator authenticator, RowList inventory, TamperAlarm alarm, List<SealedTable> tables) {
        this.authenticator = authenticator;
        this.alarm = alarm;
        this.inventory = inventory;
        this.tables = tables;
    }

    /**
     * Initializes inside the transaction that opens the file.
     *
     * @param disposable tables whose unverified rows are deleted when an operator accepts the file
     */
    void open(Connection connection, List<SealedTable> disposable) throws SQLException {
        switch (inventory.open(connection)) {
            case ADOPT -> {
                for (var table : tables) {
                    for (var row : table.readAll(connection)) {
                        if (row.mac() != null && verifies(table, row)) {
                            seal(connection, table, row.key());
                        }
                    }
                }
            }
            case ACCEPT -> accept(connection, disposable);
            case COMPARE -> compare(connection);
        }
    }

    /** Seals the rows that verify, and deletes the others of those tables. */
    void accept(Connection connection, List<SealedTable> disposable) throws SQLException {
        boolean listed = inventory.isIntact(connection);
        var stay = new HashSet<String>();
        for (var table : tables) {
            for (var row : table.readAll(connection)) {
                boolean holds = verifies(table, row) && (!listed || lists(connection, row.mac(), table, row.key()));
                if (holds) {
                    stay.add(ref(table, row.key()));
                } else if (disposable.contains(table)) {
                    table.delete(connection, row.key());
                }
            }
        }
        inventory.reset(connection);
        for (var table : tables) {
            for (var key : table.keys(connection)) {
                if (stay.contains(ref(table, key))) {
                    seal(connection, table, key);
                }
            }
        }
    }

    /** Reports rows that do not verify or are missing. Where another class seals them, it compares them itself. */
    private void compare(Connection connection) throws SQLException {
        if (inventory.problem() != null || tables.isEmpty()) {
            return;
        }
        var listed = inventory.refs(connection);
        for (var table : tables) {
            for (var row : table.readAll(connection)) {
                listed.remove(ref(table, row.key()));
                if (!verifies(table, row) || !lists(connection, row.mac(), table, row.key())) {
                    alarm.reportAlteredRow(table.name(), rowName(connection, table, row.key()));
                }
            }
        }
        for (var gone : listed) {
            var table = gone.substring(0, gone.indexOf('/'));
            var id = gone.substring(gone.indexOf('/') + 1);
            boolean speakable = table.equals(SealedTable.HELD.name());
            alarm.reportAlteredRow(table, speakable ? id : "removed-" + Integer.toHexString(gone.hashCode()));
        }
    }

    List<SealedTable> tables() {
        return tables;
    }

    /** Detects writes by others; must be the first step of each transaction. */
    void refresh(Connection connection) throws SQLException {
        if (inventory.refresh(connection)) {
            compare(connection);
        }
    }

    /** The transaction's changes are on disk. */
    void markCommitted() {
        inventory.markCommitted();
    }

    /** True if no row is trusted because the inventory does not verify. */
    public boolean isBroken() {
        return inventory.problem() != null;
    }

    /** Version and HMAC prefix of the inventory; null if none was ever trusted. */
    public @Nullable String root() {
        return inventory.root();
    }

    /** Requires a verified inventory that is no older copy. */
    void requireVerified() throws SQLException {
        var trouble = inventory.problem();
        if (trouble != null) {
            throw new SQLException(
                    trouble + " Restore the newest copy, or run: facegate registry accept, and start again");
        }
    }

    /** Writes the HMAC of a row written in this transaction and lists it. */
    void seal(Connection connection, SealedTable table, Object... key) throws SQLException {
        seal(connection, WrittenRow.of(table, key));
    }

    /** As above, if the row is as it was meant: something in the database may have changed it on its way. */
    void seal(Connection connection, WrittenRow written) throws SQLException {
        requireVerified();
        var table = written.table();
        var key = written.keys();
        table.number(connection, inventory.next(connection), key);
        var row = table.find(connection, key);
        if (row != null) {
            if (!written.intended().test(RowColumns.of(row))) {
                throw new SQLException("a row is not as it was just written, so it was not sealed");
            }
            var mac = authenticator.computeMac(table.name(), row.values());
            table.seal(connection, mac, key);
            inventory.put(connection, ref(table, key), mac);
        }
    }

    /** Unlists a row that is deleted in this transaction. */
    void remove(Connection connection, SealedTable table, Object... key) throws SQLException {
        requireVerified();
        inventory.remove(connection, ref(table, key));
    }

    /** True if a row exists and verifies; raises the alarm if it was altered or removed. */
    boolean isVerified(Connection connection, SealedTable table, Object... key) throws SQLException {
        return findVerified(connection, table, key) != null;
    }

    /** The row as it was verified, or null; raises the alarm if it was altered or removed. */
    @Nullable
    RowColumns findVerified(Connection connection, SealedTable table, Object... key) throws SQLException {
        requireVerified();
        var row = table.find(connection, key);
        boolean holds = row != null && verifies(table, row) && lists(connection, row.mac(), table, key);
        if (!holds && (row != null || inventory.lists(connection, ref(table, key)))) {
            alarm.reportAlteredRow(table.name(), rowName(connection, table, key));
        }
        return row != null && holds ? RowColumns.of(row) : null;
    }

    /** True if a row exists or is listed as existing. */
    boolean isListed(Connection connection, SealedTable table, Object... key) throws SQLException {
        return table.find(connection, key) != null || inventory.lists(connection, ref(table, key));
    }

    private boolean verifies(SealedTable table, SealedRow row) {
        return authenticator.verify(row.mac(), table.name(), row.values());
    }

    private boolean lists(Connection connection, byte @Nullable [] mac, SealedTable table, Object... key)
            throws SQLException {
        return inventory.lists(connection, ref(table, key), mac);
    }

    private static String ref(SealedTable table, Object... key) {
        return table.name()
                + '/'
                + Arrays.stream(key)
                        .map(each ->
                                each instanceof byte[] blob ? HexFormat.of().formatHex(blob) : String.valueOf(each))
                        .collect(Collectors.joining("/"));
    }

    /** Name of a row for the ledger: ids of these rows can be personal, their row numbers are not. */
    private String rowName(Connection connection, SealedTable table, Object... key) throws SQLException {
        if (table.equals(SealedTable.HELD)) {
            return Arrays.stream(key).map(String::valueOf).findFirst().orElse("");
        }
        int number = SqlStatements.number(
                connection,
                "SELECT " + inventory.rowNumber() + " FROM " + table.name() + table.whereClause(),
                bound(key));
        return number > 0
                ? "row-" + number
                : "removed-" + Integer.toHexString(ref(table, key).hashCode());
    }

    private static @Nullable Object[] bound(Object... key) {
        return key;
    }

    /** All rows of a table that verify. */
    List<RowColumns> readVerified(Connection connection, SealedTable table) throws SQLException {
        requireVerified();
        var all = new ArrayList<RowColumns>();
        for (var row : table.readAll(connection)) {
            if (verifies(table, row) && lists(connection, row.mac(), table, row.key())) {
                all.add(RowColumns.of(row));
            }
        }
        return all;
    }

    /**
     * Requires that every listed row is there and verifies.
     *
     * @param what the rows, for the message
     */
    void requireAll(Connection connection, String what) throws SQLException {
        int sound = 0;
        for (var table : tables) {
            sound += readVerified(connection, table).size();
        }
        if (sound != inventory.refs(connection).size()) {
            throw new Unusable("Some " + what + " do not verify, so nothing was moved or sealed again. Run: facegate"
                    + " registry accept.");
        }
    }

    /** The rows that verify; to be sealed again under another key. */
    List<WrittenRow> verifiedRows(Connection connection) throws SQLException {
        var sound = new ArrayList<WrittenRow>();
        for (var table : tables) {
            for (var key : table.keys(connection)) {
                if (isVerified(connection, table, key)) {
                    sound.add(WrittenRow.of(table, key));
                }
            }
        }
        return sound;
    }

    /** Begins an empty list, newer than any that is on record. */
    void begin(Connection connection) throws SQLException {
        inventory.reset(connection);
    }

    /** Seals all rows of an earlier version as they are. */
    void sealAll(Connection connection, SealedTable table) throws SQLException {
        for (var key : table.keys(connection)) {
            seal(connection, table, key);
        }
    }
}
