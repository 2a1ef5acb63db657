package io.facegate.engine.gallery;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of the galleries: in a data folder's file, or in a database that several gateways share. */
interface GalleryDatabase extends AutoCloseable {
    /** The connection of the current transaction. */
    Connection connection();

    /** The seal of the gallery rows; inside a transaction. */
    GallerySeal seal();

    /** What encrypts faces and page tokens. */
    GalleryCipher cipher();

    /** True if other gateways change the same rows. */
    boolean isShared();

    /** The key of a row that is written now, or null if the database counts. */
    @Nullable
    Long newKey() throws SQLException;

    /** True if a gallery holds exactly the enrolled faces. */
    boolean areFacesVerified(long gallery) throws SQLException;

    /** The templates of a verified gallery, or null if the caller keeps them. */
    default @Nullable TemplateIndex index(long gallery) throws SQLException {
        return null;
    }

    /** True if a face's row is the one that was verified with its gallery. */
    default boolean isVerified(long gallery, long key, ResultSet face) throws SQLException {
        return true;
    }

    /**
     * Requires that a face of a verified gallery was not removed by something else: it is not in the database.
     *
     * @param face its id, or its key
     */
    default void requireErased(long gallery, Object face) {}

    /** As above, for a list of faces after that key: there are so many, up to and with the last one. */
    default void requireAll(long gallery, long after, long last, int count) {}

    /** Requires a transaction that may write. */
    default void requireWritable() {}

    /** Calls that when another gateway has changed something. */
    default void onChange(Runnable listener) {}

    /** Work on the database. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /** Runs a transaction that only reads and sees one moment. */
    <T extends @Nullable Object> T read(Work<T> work);

    /** Runs the work in an exclusive transaction. */
    default <T extends @Nullable Object> T runExclusive(Work<T> work) {
        return runExclusive(work, done -> {});
    }

    /** As above; {@code then} runs after the commit, before the lock is released. */
    <T extends @Nullable Object> T runExclusive(Work<T> work, Consumer<T> then);

    /** Maps one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    default <T> List<T> select(Row<T> reader, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            var found = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }

    /** Runs an update and returns the number of changed rows. */
    default int change(String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            int changed = statement.executeUpdate();
            if (changed == 0 && sql.startsWith("INSERT")) {
                throw new SQLException("the database did not take a row");
            }
            return changed;
        }
    }

    /** Inserts a row whose first column is its key, and returns the key. */
    default long insert(String sql, @Nullable Object... values) throws SQLException {
        var key = newKey();
        var all = new @Nullable Object[values.length + 1];
        all[0] = key;
        System.arraycopy(values, 0, all, 1, values.length);
        change(sql, all);
        return key != null
                ? key
                : select(row -> row.getLong(1), "SELECT last_insert_rowid()").getFirst();
    }

    /** Begins an empty list in a new file, newer than any that is on record. */
    default void beginNewer() {
        throw new UnsupportedOperationException("only a file is begun");
    }

    /** True if no gallery is trusted because the inventory does not verify. */
    boolean isBroken();

    /** Version and HMAC prefix of the gallery inventory, or null. */
    @Nullable
    String root();

    /** Removes what was deleted from where it would remain, as far as that is in this database's hands. */
    void flush();

    @Override
    void close();
}
