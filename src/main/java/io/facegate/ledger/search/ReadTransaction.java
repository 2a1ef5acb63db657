package io.facegate.ledger.search;

import io.facegate.ledger.store.SqliteSettings;
import java.sql.Connection;
import java.sql.SQLException;

/** A transaction of SQLite that only reads: all that it reads is of one moment. */
public final class ReadTransaction {
    private ReadTransaction() {}

    /** What reads; it begins no transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    static <T> T run(Connection connection, Work<T> work) throws SQLException {
        SqliteSettings.run(connection, "BEGIN");
        try {
            return work.run();
        } finally {
            SqliteSettings.run(connection, "ROLLBACK");
        }
    }
}
