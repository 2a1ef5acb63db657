package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Creates the ledger of a folder: first its empty file, then its key. A key without a file, or records without a key,
 * therefore never come from an interrupted creation: something was removed.
 */
public final class LedgerInitializer {
    private static final String TABLES = """
        CREATE TABLE batch (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, root BLOB NOT NULL,
            leaves BLOB NOT NULL, lines BLOB NOT NULL) STRICT;
        CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
            range BLOB NOT NULL, oldest_open INTEGER NOT NULL) STRICT;
        CREATE TABLE verified (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
            range BLOB NOT NULL) STRICT;
        INSERT INTO head VALUES (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', x'', 0);
        INSERT INTO verified VALUES (1, 0, x'');
        PRAGMA application_id = %d;
        PRAGMA user_version = %d\
        """.formatted(SqliteSettings.APPLICATION, SqliteSettings.LAYOUT);

    private LedgerInitializer() {}

    /** The statements that create the tables. */
    static List<String> tables() {
        return List.of(TABLES.split(";\n", -1));
    }

    /**
     * Returns the key of a folder's ledger; creates file and key if both are missing.
     *
     * @throws Fault.LedgerDown if one of them was removed
     */
    public static byte[] of(Path folder) throws IOException, SQLException {
        var file = folder.resolve(LedgerFile.NAME);
        if (!LedgerKeyFile.in(folder)) {
            try (var _ = WriterLock.of(folder)) {
                if (!LedgerKeyFile.in(folder)) {
                    begin(folder, file);
                }
            }
        }
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            throw removed(LedgerFile.NAME, LedgerKeyFile.NAME + " is there");
        }
        SqliteSettings.createPrivate(file);
        return LedgerKeyFile.read(folder);
    }

    private static void begin(Path folder, Path file) throws IOException, SQLException {
        var seen = LastHeadFile.in(folder);
        if (seen != null && seen.size() > 0) {
            throw removed(LedgerKeyFile.NAME, LastHeadFile.NAME + " remembers " + seen.size() + " records");
        }
        SqliteSettings.createPrivate(file);
        sync(folder);
        try (var connection = SqliteSettings.writer(file)) {
            create(connection);
            long size = LedgerFile.on(connection).head().size();
            if (size > 0) {
                throw removed(LedgerKeyFile.NAME, "the ledger holds " + size + " records");
            }
        }
        LedgerKeyFile.make(folder);
        sync(folder);
    }

    /** Creates the tables of an empty ledger. */
    public static void create(Connection connection) throws SQLException {
        var application = SqliteSettings.ask(connection, "PRAGMA application_id");
        if (application.equals("0")
                && SqliteSettings.ask(connection, "SELECT count(*) FROM sqlite_schema")
                        .equals("0")) {
            SqliteSettings.run(connection, "BEGIN IMMEDIATE");
            for (var statement : tables()) {
                SqliteSettings.run(connection, statement);
            }
            SqliteSettings.run(connection, "COMMIT");
        }
        LedgerFile.demandLayout(connection);
    }

    private static Fault.LedgerDown removed(String what, String but) {
        return new Fault.LedgerDown("The data folder has no " + what + ", but " + but + ". It was removed. Put " + what
                + " back (and ledger.db-wal, if there was one); or, to begin a new ledger on purpose, move the whole"
                + " data folder away.");
    }

    /** Syncs the folder; without that a power cut can lose a new file. */
    public static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
