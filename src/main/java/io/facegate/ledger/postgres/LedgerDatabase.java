package io.facegate.ledger.postgres;

import io.facegate.integrity.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL database that holds a ledger.
 *
 * @param url as the JDBC driver takes it, without a password
 * @param password the file whose first line is the password, or null to leave it to the driver ({@code ~/.pgpass})
 */
public record LedgerDatabase(String url, @Nullable Path password) {
    /** Schema of every table. */
    static final String SCHEMA = "facegate";

    /** Describes why the URL cannot be used, or null. */
    public static @Nullable String problem(String url) {
        return PostgresAddress.problem(url, "--ledger-password");
    }

    private PostgresAddress address() {
        return new PostgresAddress(url, password);
    }

    /**
     * Connects.
     *
     * @param as the application name that the server shows
     * @param seconds read timeout, 0 for none
     */
    public Connection connect(String as, int seconds) throws SQLException {
        return address().connect(new PostgresAddress.Session(as, SCHEMA, seconds));
    }

    /** Connects; an answer that is larger than a gateway ever needs is an error. */
    public Connection connectBounded(String as, int seconds) throws SQLException {
        return address().connectBounded(new PostgresAddress.Session(as, SCHEMA, seconds));
    }

    /**
     * Connects with exclusive access for as long as the connection lasts.
     *
     * @throws SQLException if a gateway runs
     */
    public Connection connectExclusively(String as) throws SQLException {
        var connection = connect(as, 0);
        try {
            SchemaPreflight.check(connection);
            SchemaPreflight.claim(connection, true);
            return connection;
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Size of the entries with their indices, in bytes. */
    public long bytes() throws SQLException {
        try (var connection = connect("facegate stats", 60)) {
            return SchemaPreflight.number(
                    connection, "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('facegate.entry')");
        }
    }

    /** The password, or null to leave it to the driver. */
    @Nullable
    String secret() throws SQLException {
        return address().secret();
    }
}
