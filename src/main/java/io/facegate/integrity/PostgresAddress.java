package io.facegate.integrity;

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
 * Address of a PostgreSQL database.
 *
 * @param url as the JDBC driver takes it, without a password
 * @param password the file whose first line is the password, or null to leave it to the driver ({@code ~/.pgpass})
 */
public record PostgresAddress(String url, @Nullable Path password) {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern SECRET = Pattern.compile("(?i)[?&](ssl)?password=");

    /** The most bytes of one answer that the driver takes: a stranger's row must not fill the memory. */
    private static final String MOST_BYTES = "256M";

    /**
     * Describes why the URL cannot be used, or null.
     *
     * @param passwordOption the option that names the password's file
     */
    public static @Nullable String problem(String url, String passwordOption) {
        if (!url.startsWith(PREFIX)) {
            return "it must begin with " + PREFIX + "//";
        }
        return SECRET.matcher(url).find()
                ? "it holds a password, which others on this machine can read; put it in a file and name that with "
                        + passwordOption + ", or use ~/.pgpass"
                : null;
    }

    /** How a connection is opened: the name that the server shows, the schema, and the read timeout (0 for none). */
    public record Session(String name, String schema, int seconds) {}

    /** Connects. */
    public Connection connect(Session session) throws SQLException {
        return connect(session, new Properties());
    }

    /** Connects; an answer that is larger than 256 MiB is an error. */
    public Connection connectBounded(Session session) throws SQLException {
        var bounds = new Properties();
        bounds.setProperty("maxResultBuffer", MOST_BYTES);
        return connect(session, bounds);
    }

    private Connection connect(Session session, Properties settings) throws SQLException {
        settings.setProperty("ApplicationName", session.name);
        settings.setProperty("connectTimeout", "5");
        settings.setProperty("loginTimeout", "5");
        settings.setProperty("socketTimeout", Integer.toString(session.seconds));
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("currentSchema", session.schema);
        var secret = secret();
        if (secret != null) {
            settings.setProperty("password", secret);
        }
        var connection = new Driver().connect(url, settings);
        if (connection == null) {
            throw new SQLException("The database's address is not PostgreSQL's.");
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

    /** The password, or null to leave it to the driver. */
    public @Nullable String secret() throws SQLException {
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
