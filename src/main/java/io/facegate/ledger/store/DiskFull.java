package io.facegate.ledger.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells a disk without room from every other failure. A write without room changed nothing that was on disk; of a sync
 * that failed nobody knows what it left, and it is never taken for a lack of room.
 */
public final class DiskFull {
    private DiskFull() {}

    /** Whether there was no room for a write. */
    public static boolean is(SQLException failed) {
        return failed instanceof SQLiteException known
                && (known.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                        || known.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
    }

    /** The same of a file without SQLite; what it does not know is no lack of room. */
    public static boolean is(IOException failed) {
        var why = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        return why.contains("no space left on device") || why.contains("disk quota exceeded");
    }

    /**
     * Rolls back, and begins a transaction that is to be rolled back, too: meanwhile it can be looked at what is there. That
     * it begins shows that none was left open.
     *
     * @throws SQLException when it is not known what is there
     */
    public static void rollBack(Connection connection) throws SQLException {
        try {
            SqliteSettings.run(connection, "ROLLBACK");
        } catch (SQLException already) {
            // SQLite does it by itself after most failures, and complains of the second time.
            if ((already.getErrorCode() & 0xff) != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw already;
            }
        }
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
    }

    /** Says so to those who wait. */
    public static BatchStore.NoRoom noRoom(Exception failed) {
        return new BatchStore.NoRoom("there is no room on its disk (" + failed.getMessage() + ")", failed);
    }
}
