package io.facegate.cli.backup;

import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** Consistent copies of SQLite files that another process has open. */
final class DatabaseCopy {
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 100;
    private static final int LOG_HEADER = 32;

    private DatabaseCopy() {}

    /** Copies a file as one read transaction sees it. */
    static void copyConsistently(Path from, Path to) throws IOException, SQLException {
        try (var connection = SqliteSettings.reader(from)) {
            snapshot(connection);
            copySnapshot(connection, to);
        }
    }

    /** Starts a read transaction, which fixes the connection's snapshot. */
    static void snapshot(Connection connection) throws SQLException {
        SqliteSettings.run(connection, "BEGIN");
        SqliteSettings.queryText(connection, "SELECT count(*) FROM sqlite_schema");
    }

    /** Copies the snapshot of a connection. */
    static void copySnapshot(Connection connection, Path to) throws IOException, SQLException {
        SqliteSettings.createPrivate(to);
        SqliteSettings.run(connection, "backup to " + quote(to));
        finish(to);
    }

    private static String quote(Path to) {
        return '\'' + to.toAbsolutePath().toString().replace("'", "''") + '\'';
    }

    /**
     * Copies a file that another process holds locked, byte by byte. Between two resets of the write-ahead log, the log
     * contains every change to the file. If it was reset during the copy, the copy is repeated.
     */
    static void copyLocked(Path from, Path to) throws IOException, SQLException {
        var log = Path.of(from + "-wal");
        for (int left = TRIES; left > 0; left--) {
            var before = header(log);
            var time = Files.getLastModifiedTime(from);
            SqliteSettings.createPrivate(to);
            copy(from, to);
            var copied = Path.of(to + "-wal");
            Files.deleteIfExists(copied);
            if (before.length > 0) {
                SqliteSettings.createPrivate(copied);
                copy(log, copied);
            }
            boolean same = Arrays.equals(before, header(log))
                    && (before.length > 0 || time.equals(Files.getLastModifiedTime(from)));
            if (same) {
                finish(to);
                return;
            }
            pause();
        }
        throw new IOException(from.getFileName() + " changed all the time; try again when less is written");
    }

    private static byte[] header(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) < LOG_HEADER) {
            return new byte[0];
        }
        try (var in = Files.newInputStream(log)) {
            return in.readNBytes(LOG_HEADER);
        }
    }

    /** Copies bytes into an existing file, and syncs it. */
    static void copy(Path from, Path to) throws IOException {
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var some = ByteBuffer.allocate(1 << 16);
            while (in.read(some) >= 0) {
                some.flip();
                while (some.hasRemaining()) {
                    out.write(some);
                }
                some.clear();
            }
            out.force(true);
        }
    }

    /** Merges the write-ahead log into the copy and checks its integrity. */
    private static void finish(Path file) throws IOException, SQLException {
        try (var connection = SqliteSettings.connect("jdbc:sqlite:" + file)) {
            SqliteSettings.queryText(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            var found = SqliteSettings.queryText(connection, "PRAGMA integrity_check");
            if (!found.equals("ok")) {
                throw new IOException("the copy of " + file.getFileName() + " is not sound: " + found);
            }
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", asked);
        }
    }
}
