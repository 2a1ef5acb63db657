package io.facegate.registry;

import io.facegate.integrity.SharedSaltStore.Entry;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the tables of the salts that gateways share. */
final class SaltTable {
    /** Rows that a rotation encrypts between two looks at the table. */
    private static final int AT_ONCE = 1000;

    private SaltTable() {}

    /** A row as it is in the table. */
    private record Row(String record, String field, byte[] sealed) {
        /** What it is; null if it was changed or is of another record. */
        @Nullable
        Entry open(SecretCipher key) {
            var content = key.tryOpen(context(record, field), sealed);
            return content == null ? null : new Entry(record, field, content);
        }
    }

    /** A salt counts for its record and its field only. */
    private static String context(String record, String field) {
        return "salt " + field + ' ' + record;
    }

    /** Adds those that are not there. */
    static void insertAbsent(Connection connection, SecretCipher key, List<Entry> entries) throws SQLException {
        var records = entries.stream().map(Entry::record).distinct().toArray();
        var there = new HashSet<>(SqlStatements.rows(
                connection,
                row -> List.of(row.getString(1), row.getString(2)),
                "SELECT record, field FROM salt WHERE record = ANY (?)",
                connection.createArrayOf("text", records)));
        var all = new ArrayList<Object[]>();
        for (var entry : entries) {
            if (there.add(List.of(entry.record(), entry.field()))) {
                var sealed = key.seal(context(entry.record(), entry.field()), entry.content());
                all.add(new Object[] {entry.record(), entry.field(), sealed});
            }
        }
        SqlStatements.runAll(connection, "INSERT INTO salt (record, field, sealed) VALUES (?, ?, ?)", all);
    }

    /** What is kept for a record; altered ones are told, and have no content. */
    static List<Entry> find(Connection connection, SecretCipher key, String record, TamperAlarm alarm)
            throws SQLException {
        return rows(connection, "WHERE record = ? ORDER BY field", record).stream()
                .map(row -> {
                    var entry = row.open(key);
                    if (entry == null) {
                        alarm.reportAlteredRow("salt", record);
                    }
                    return entry == null ? new Entry(record, row.field, new byte[0]) : entry;
                })
                .toList();
    }

    /** Some rows as they are in the table. */
    record Page(List<Entry> entries, @Nullable Entry last) {}

    /** The next rows; altered ones are told and left out. */
    static Page page(Connection connection, SecretCipher key, Entry after, PageOptions options) throws SQLException {
        var entries = new ArrayList<Entry>();
        var some = options.field.isEmpty()
                ? page(connection, after.record(), after.field(), options.most)
                : rows(
                        connection,
                        "WHERE field = ? AND record > ? ORDER BY record LIMIT " + options.most,
                        options.field.get(),
                        after.record());
        for (var row : some) {
            var entry = row.open(key);
            if (entry == null) {
                options.alarm.reportAlteredRow("salt", row.record);
            } else {
                entries.add(entry);
            }
        }
        var last = some.isEmpty() ? null : new Entry(some.getLast().record, some.getLast().field, new byte[0]);
        return new Page(entries, last);
    }

    /**
     * The next rows.
     *
     * @throws Unusable if one was altered
     */
    static List<Entry> requirePage(Connection connection, SecretCipher key, Entry after, int most) throws SQLException {
        var entries = new ArrayList<Entry>();
        for (var row : page(connection, after.record(), after.field(), most)) {
            var entry = row.open(key);
            if (entry == null) {
                throw new Unusable("A salt of the record " + row.record + " does not verify, so nothing was moved. Run:"
                        + " facegate registry accept.");
            }
            entries.add(entry);
        }
        return entries;
    }

    /** How many rows are read, of one field or of all, and who is told of altered ones. */
    record PageOptions(int most, TamperAlarm alarm, Optional<String> field) {}

    private static List<Row> page(Connection connection, String record, String field, int most) throws SQLException {
        return rows(connection, "WHERE (record, field) > (?, ?) ORDER BY record, field LIMIT " + most, record, field);
    }

    private static List<Row> rows(Connection connection, String which, String... values) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new Row(row.getString(1), row.getString(2), row.getBytes(3)),
                "SELECT record, field, sealed FROM salt " + which,
                (Object[]) values);
    }

    static int delete(Connection connection, String record) throws SQLException {
        return SqlStatements.run(connection, "DELETE FROM salt WHERE record = ?", record);
    }

    /** Notes that a record's salts were erased. */
    static void markErased(Connection connection, RowSeal seal, String record, Instant now) throws SQLException {
        if (!isErased(connection, seal, record)) {
            SqlStatements.run(
                    connection, "INSERT INTO salt_erased (record, erased) VALUES (?, ?)", record, now.getEpochSecond());
            seal.seal(connection, SealedTable.SALT_ERASED, record);
        }
    }

    /** Notes an erasure if no row does; the note is not sealed. */
    static void insertErased(Connection connection, String record, Instant now) throws SQLException {
        if (SealedTable.SALT_ERASED.find(connection, record) == null) {
            SqlStatements.run(
                    connection, "INSERT INTO salt_erased (record, erased) VALUES (?, ?)", record, now.getEpochSecond());
        }
    }

    /** The records that the list has as erased. */
    static Set<String> records(SharedRowList list) {
        var prefix = SealedTable.SALT_ERASED.ref("");
        return list.macs(prefix).keySet().stream()
                .map(ref -> ref.substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    /** True if a record's salts were erased; a note that somebody changed or removed counts as well. */
    static boolean isErased(Connection connection, RowSeal seal, String record) throws SQLException {
        boolean erased = seal.isListed(connection, SealedTable.SALT_ERASED, record);
        if (erased) {
            // Raises the alarm if the note was altered.
            seal.isVerified(connection, SealedTable.SALT_ERASED, record);
        }
        return erased;
    }

    /** Encrypts all under a new key, and deletes those of erased records, which somebody put back. */
    static void encryptAgain(Connection connection, SecretCipher old, SecretCipher next) throws SQLException {
        SqlStatements.run(connection, "DELETE FROM salt WHERE record IN (SELECT record FROM salt_erased)");
        var last = new Row("", "", new byte[0]);
        for (var some = page(connection, "", "", AT_ONCE);
                !some.isEmpty();
                some = page(connection, last.record, last.field, AT_ONCE)) {
            var all = new ArrayList<Object[]>();
            for (var row : some) {
                var entry = row.open(old);
                if (entry == null) {
                    throw new Unusable("A salt of the record " + row.record + " does not verify, so nothing was sealed"
                            + " again. Run: facegate registry accept.");
                }
                all.add(new Object[] {next.seal(context(row.record, row.field), entry.content()), row.record, row.field
                });
            }
            SqlStatements.runAll(connection, "UPDATE salt SET sealed = ? WHERE record = ? AND field = ?", all);
            last = some.getLast();
        }
    }

    /** Deletes those that do not verify, and those of erased records. */
    static void deleteAltered(Connection connection, SecretCipher key) throws SQLException {
        SqlStatements.run(connection, "DELETE FROM salt WHERE record IN (SELECT record FROM salt_erased)");
        var last = new Row("", "", new byte[0]);
        for (var some = page(connection, "", "", AT_ONCE);
                !some.isEmpty();
                some = page(connection, last.record, last.field, AT_ONCE)) {
            for (var row : some) {
                if (row.open(key) == null) {
                    SqlStatements.run(
                            connection, "DELETE FROM salt WHERE record = ? AND field = ?", row.record, row.field);
                }
            }
            last = some.getLast();
        }
    }
}
