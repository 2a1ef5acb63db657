package io.facegate.ledger.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Distinguishes a full disk from other failures. A write to a full disk changed nothing on disk. The effect of a failed
 * sync is unknown, so that is never treated as a full disk.
 */
public final class DiskFull {
    private DiskFull() {}

    /** True if a write failed for lack of room. */
    public static boolean isDiskFull(SQLException failed) {
        return failed instanceof SQLiteException known
                && (known.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                        || known.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
    }

    /** Same, for a file without SQLite; unknown errors count as other failures. */
    public static boolean isDiskFull(IOException failed) {
        var why = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        return why.contains("no space left on device") || why.contains("disk quota exceeded");
    }

    /**
     * Rolls back, and starts a transaction that is itself to be rolled back, in which the data can be inspected. That
     * it starts shows that no transaction was left open.
     *
     * @throws SQLException if the state of the data is unknown
     */
    public static void rollBack(Connection connection) throws SQLException {
        try {
            SqliteSettings.run(connection, "ROLLBACK");
        } catch (SQLException already) {
            // SQLite rolls back by itself after most failures, and rejects a second rollback.
            if ((already.getErrorCode() & 0xff) != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw already;
            }
        }
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
    }

    /** Exception for waiting callers. */
    public static BatchStore.NoRoom toNoRoom(Exception failed) {
        return new BatchStore.NoRoom("there is no room on its disk (" + failed.getMessage() + ")", failed);
    }
}
