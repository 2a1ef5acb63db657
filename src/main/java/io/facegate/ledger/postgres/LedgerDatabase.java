package io.facegate.ledger.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * PostgreSQL database that holds a ledger.
 *
 * @param url as the JDBC driver takes it, without a password
 * @param password the file whose first line is the password, or null to leave it to the driver ({@code ~/.pgpass})
 */
public record LedgerDatabase(String url, @Nullable Path password) {
    /** Schema of every table. */
    static final String SCHEMA = "facegate";

    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern SECRET = Pattern.compile("(?i)[?&](ssl)?password=");

    /** Describes why the URL cannot be used, or null. */
    public static @Nullable String problem(String url) {
        if (!url.startsWith(PREFIX)) {
            return "it must begin with " + PREFIX + "//";
        }
        return SECRET.matcher(url).find()
                ? "it holds a password, which others on this machine can read; put it in a file and name that with"
                        + " --ledger-password, or use ~/.pgpass"
                : null;
    }

    /**
     * Connects.
     *
     * @param as the application name that the server shows
     * @param seconds read timeout, 0 for none
     */
    public Connection connect(String as, int seconds) throws SQLException {
        var settings = new Properties();
        settings.setProperty("ApplicationName", as);
        settings.setProperty("connectTimeout", "5");
        settings.setProperty("loginTimeout", "5");
        settings.setProperty("socketTimeout", Integer.toString(seconds));
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("currentSchema", SCHEMA);
        var secret = secret();
        if (secret != null) {
            settings.setProperty("password", secret);
        }
        var connection = new Driver().connect(url, settings);
        if (connection == null) {
            throw new SQLException("The ledger's address is not PostgreSQL's.");
        }
        try (var statement = connection.createStatement()) {
            // A gateway whose machine disappeared must not hold its locks for hours.
            statement.execute("SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
                    + " SET tcp_keepalives_count = 3; SET idle_in_transaction_session_timeout = '30s'");
            return connection;
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
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
        if (password == null) {
            return null;
        }
        try (var lines = Files.lines(password)) {
            return lines.findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new SQLException(
                    "The file " + password + " with the database's password cannot be read.", unreadable);
        }
    }
}
