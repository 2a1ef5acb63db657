package io.facegate.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.postgres.RegistryMigration;
import io.facegate.registry.postgres.RegistryTableCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A registry that several gateways share, in a PostgreSQL database. Writers take turns by locking the head of the rows;
 * each commit notifies those who wait for changes.
 */
final class PostgresRegistryConnection implements RegistryConnection {
    private static final String CHANNEL = "facegate_registry";

    /** A gateway that follows changes notices a silent server this soon. */
    private static final int FOLLOWER_SECONDS = 4;

    /** A change waits for other changes, as long as one of them may take. */
    private static final int WRITER_SECONDS = 60;

    /** Fixed search_path: pg_catalog, then the registry's schema. It overrides the session's own setting. */
    private static final String NAMES =
            "SET LOCAL search_path = pg_catalog, " + RegistryMigration.SCHEMA + ", pg_temp;";

    private static final String BEGIN_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; " + NAMES;

    private static final String BEGIN_WRITE = NAMES + " SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ WRITE;"
            + " SET LOCAL lock_timeout = '30s'; SET LOCAL synchronous_commit = on;"
            // Before the first statement that reads, so that the moment that is read is after the other writers.
            + " LOCK TABLE " + RegistryMigration.SCHEMA + ".seal_head IN SHARE ROW EXCLUSIVE MODE";

    /** Leases lock their resource's row. */
    private static final String BEGIN_LEASES = NAMES + " SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE;"
            + " SET LOCAL lock_timeout = '3s'; SET LOCAL synchronous_commit = on";

    static final RegistrySchemaCheck DIALECT = new RegistrySchemaCheck() {
        @Override
        public void requirePlainTables(Connection connection) throws SQLException {
            try {
                RegistryTableCheck.requirePlain(connection);
            } catch (SQLException foreign) {
                if (foreign.getSQLState() != null) {
                    throw foreign;
                }
                throw new Unusable(foreign.getMessage() + RegistrySeal.WHAT_TO_DO, foreign);
            }
        }

        @Override
        public boolean isShared() {
            return true;
        }
    };

    private final PostgresAddress address;
    private final Connection connection;
    private final Writing writing;

    /** How a change begins, and the channel on which its commit is told; null for none. */
    private record Writing(String begin, @Nullable String channel) {
        static final Writing REGISTRY = new Writing(BEGIN_WRITE, CHANNEL);
    }

    private PostgresRegistryConnection(PostgresAddress address, Connection connection, Writing writing) {
        this.address = address;
        this.connection = connection;
        this.writing = writing;
    }

    /** Connects for changes. */
    static PostgresRegistryConnection open(PostgresAddress address) throws SQLException {
        return open(address, WRITER_SECONDS, Writing.REGISTRY);
    }

    /** Connects a gateway that follows the changes of others. */
    static PostgresRegistryConnection follow(PostgresAddress address) throws SQLException {
        return listen(open(address, FOLLOWER_SECONDS, Writing.REGISTRY), CHANNEL);
    }

    /** Connects one who waits for changes of rows that are told. */
    static PostgresRegistryConnection followRows(PostgresAddress address, SharedStore kind) throws SQLException {
        return listen(openRows(address, kind), Objects.requireNonNull(kind.channel()));
    }

    private static PostgresRegistryConnection listen(PostgresRegistryConnection opened, String channel)
            throws SQLException {
        try (var statement = opened.connection.createStatement()) {
            statement.execute("LISTEN " + channel);
            return opened;
        } catch (SQLException unfit) {
            opened.close();
            throw unfit;
        }
    }

    /** Connects for one kind of rows, which calls ask for; a change locks their head and not that of the registry. */
    static PostgresRegistryConnection openRows(PostgresAddress address, SharedStore kind) throws SQLException {
        return open(address, FOLLOWER_SECONDS, new Writing(beginRows(kind), kind.channel()));
    }

    private static String head(SharedStore kind) {
        return RegistryMigration.SCHEMA + '.' + kind.store() + "_head";
    }

    /**
     * The head of one kind of rows is locked as a row: it changes with many calls, and a lock of the table would wait
     * for the server's own maintenance. Each statement then reads what is committed, and only this writer changes it.
     */
    private static String beginRows(SharedStore kind) {
        return NAMES + " SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE;"
                + " SET LOCAL lock_timeout = '3s'; SET LOCAL synchronous_commit = on;"
                + " LOCK TABLE " + head(kind) + " IN ROW EXCLUSIVE MODE; SELECT 1 FROM " + head(kind) + " FOR UPDATE";
    }

    private static PostgresRegistryConnection open(PostgresAddress address, int seconds, Writing writing)
            throws SQLException {
        var session = new PostgresAddress.Session("facegate registry", RegistryMigration.SCHEMA, seconds);
        var connection = address.connectBounded(session);
        try {
            RegistryTableCheck.check(connection);
            RegistryTableCheck.requireNotMoved(connection);
            return new PostgresRegistryConnection(address, connection, writing);
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    @Override
    public RegistrySchemaCheck dialect() {
        return DIALECT;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
        return write(writing.begin, work);
    }

    @Override
    public <T extends @Nullable Object> T writeAll(Work<T> work) throws SQLException {
        // Before the transaction: the moment that it reads is after its locks.
        var kinds = kinds(connection);
        return write(beginAll(kinds), writer -> {
            if (!kinds(writer).equals(kinds)) {
                throw new SQLException("The tables were migrated meanwhile. Run the same command again.");
            }
            var result = work.run(writer);
            for (var kind : kinds) {
                tell(writer, kind.channel());
            }
            return result;
        });
    }

    /** The kinds that the layout has. */
    private static List<SharedStore> kinds(Connection connection) throws SQLException {
        var kinds = new ArrayList<SharedStore>();
        for (var kind : SharedStore.values()) {
            if (kind.isPresent(connection)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** A change of everything that the key seals. */
    private static String beginAll(List<SharedStore> kinds) {
        return BEGIN_WRITE
                + kinds.stream()
                        .map(kind -> "; LOCK TABLE " + head(kind) + " IN SHARE ROW EXCLUSIVE MODE")
                        .collect(Collectors.joining());
    }

    /** Runs a transaction on leases, which no key seals. */
    <T extends @Nullable Object> T lease(Work<T> work) throws SQLException {
        return transaction(BEGIN_LEASES, work);
    }

    private <T extends @Nullable Object> T write(String begin, Work<T> work) throws SQLException {
        return transaction(begin, writer -> {
            RegistryTableCheck.requireNotMoved(writer);
            var result = work.run(writer);
            RegistryTableCheck.requirePlain(writer);
            tell(writer, writing.channel);
            return result;
        });
    }

    /** Tells those who wait of this transaction, once it is committed. */
    private static void tell(Connection writer, @Nullable String channel) throws SQLException {
        if (channel != null) {
            try (var statement = writer.createStatement()) {
                statement.execute("SELECT pg_notify('" + channel + "', '')");
            }
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        return transaction(BEGIN_READ, work);
    }

    private <T extends @Nullable Object> T transaction(String begin, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            try (var statement = connection.createStatement()) {
                statement.execute(begin);
            }
            var result = work.run(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            end(done);
        }
    }

    /** Ends a transaction. A connection that broke meanwhile has nothing to roll back. */
    private void end(boolean done) {
        try {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            System.getLogger(PostgresRegistryConnection.class.getName())
                    .log(System.Logger.Level.DEBUG, "rollback", broken);
        }
    }

    /** The version of the head. Rows that somebody changed under the same head are found by {@code check}. */
    @Override
    public long version() throws SQLException {
        RegistryTableCheck.requireNotMoved(connection);
        var heads = SqlStatements.rows(
                connection, row -> row.getLong(1), "SELECT version FROM " + RegistryMigration.SCHEMA + ".seal_head");
        return heads.isEmpty() ? 0 : heads.getFirst();
    }

    @Override
    public void awaitChange(int millis) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications(millis);
    }

    @Override
    public boolean isInPlace() {
        return true;
    }

    @Override
    public String place() {
        return address.url();
    }

    @Override
    public void close() {
        SqliteRegistryConnection.closeQuietly(connection);
    }
}
