package io.facegate.ledger.postgres;

import io.facegate.Await;
import io.facegate.Ports;
import io.facegate.integrity.PostgresAddress;
import io.facegate.registry.postgres.RegistryMigration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A real PostgreSQL server of the oldest version that is supported, on a free port of this machine. */
public final class Server implements AutoCloseable {
    private static final String OWNER = "owner";
    private static final String GATEWAYS = "gateways";
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static Server shared;

    private final Path folder;
    private final Map<String, String> settings;
    private final int port = Ports.free();
    private final Set<String> kinds = new HashSet<>();

    private Server(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        start();
    }

    /** One for all tests of this JVM, which nobody kills. */
    public static synchronized Server shared() {
        try {
            if (shared == null) {
                shared = new Server(Files.createTempDirectory("facegate-postgres"), Map.of());
                shared.roles();
                Runtime.getRuntime().addShutdownHook(new Thread(shared::leaveNothing));
            }
            return shared;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** One of a test's own, to be killed. */
    public static Server in(Path folder, Map<String, String> settings) throws IOException {
        var server = new Server(folder, settings);
        server.roles();
        return server;
    }

    /** A standby in that folder, which has each commit before it is acknowledged, to be promoted once this one is gone. */
    public Server standby(Path copy) throws IOException {
        try (var connection = DriverManager.getConnection(address("postgres", "postgres"));
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            ServerFiles.copy(folder, copy);
            try (var label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(copy.resolve("backup_label"), label.getString(1));
            }
            Files.createFile(copy.resolve("standby.signal"));
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n");
            var standby = new Server(copy, settings);
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
            statement.execute("SELECT pg_reload_conf()");
            // Until then commits are acknowledged that it does not have.
            Await.until(() -> isSynchronous(statement));
            return standby;
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    private static boolean isSynchronous(Statement statement) throws SQLException {
        try (var standbys = statement.executeQuery(
                "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'")) {
            return standbys.next();
        }
    }

    /** Makes a standby take writes. */
    public void promote() {
        sql("postgres", "SELECT pg_promote(true, 60)");
    }

    private void start() throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                // A hundred short-lived databases would each get their own worker, again and again.
                .setServerConfig("autovacuum", "off");
        settings.forEach(builder::setServerConfig);
        builder.setPort(port).start();
    }

    private void roles() {
        sql(
                "postgres",
                "CREATE ROLE " + OWNER + " LOGIN PASSWORD 'x'; CREATE ROLE " + GATEWAYS + " LOGIN PASSWORD 'x'");
    }

    /** The postmaster's process, which {@code kill -9} takes away. */
    public void kill() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).getFirst());
        var process = ProcessHandle.of(postmaster).orElseThrow();
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        for (var child : children) {
            child.onExit().join();
        }
        Files.deleteIfExists(folder.resolve("postmaster.pid"));
        Files.deleteIfExists(folder.resolve("epg-lock"));
    }

    public void startAgain() throws IOException {
        start();
    }

    public int port() {
        return port;
    }

    /** A new database with the ledger's tables, as gateways reach it. */
    public LedgerDatabase ledger() throws SQLException {
        return as(GATEWAYS, migrated("of_ledger", name -> PostgresSchema.migrate(as(OWNER, name), GATEWAYS)));
    }

    /** A new database with the tables of the ledger and of the registry, as gateways reach it. */
    public LedgerDatabase ledgerAndRegistry() throws SQLException {
        return as(GATEWAYS, migrated("of_both", name -> {
            PostgresSchema.migrate(as(OWNER, name), GATEWAYS);
            RegistryMigration.migrate(new PostgresAddress(as(OWNER, name).url(), null), GATEWAYS);
        }));
    }

    /** A new database with the registry's tables, as gateways reach it. */
    public PostgresAddress registry() throws SQLException {
        var name = migrated(
                "of_registry",
                made -> RegistryMigration.migrate(
                        new PostgresAddress(as(OWNER, made).url(), null), GATEWAYS));
        return new PostgresAddress(as(GATEWAYS, name).url(), null);
    }

    /** A new database with the tables that the migration makes, which runs once for all databases of its kind; its name. */
    private synchronized String migrated(String kind, Migration migration) throws SQLException {
        if (kinds.add(kind)) {
            sql("postgres", "CREATE DATABASE " + kind + " OWNER " + OWNER);
            migration.migrate(kind);
        }
        return create(" TEMPLATE " + kind);
    }

    /** Makes the tables in the database of that name. */
    private interface Migration {
        void migrate(String database) throws SQLException;
    }

    /** A new database without tables; its name. */
    public String empty() {
        return create("");
    }

    private String create(String template) {
        var name = "ledger" + NAMES.incrementAndGet();
        sql("postgres", "CREATE DATABASE " + name + " OWNER " + OWNER + template);
        return name;
    }

    public LedgerDatabase asOwner(String name) {
        return as(OWNER, name);
    }

    public LedgerDatabase asGateway(String name) {
        return as(GATEWAYS, name);
    }

    private LedgerDatabase as(String role, String name) {
        return new LedgerDatabase(address(role, name), null);
    }

    private String address(String role, String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + '/' + name + "?user=" + role;
    }

    /** Connects as the superuser, who may do anything to a ledger. */
    public Connection superuser(LedgerDatabase ledger) throws SQLException {
        return DriverManager.getConnection(ledger.url().replaceAll("user=\\w+", "user=postgres"));
    }

    /** The first column of the first row, as the superuser sees it. */
    public String ask(LedgerDatabase ledger, String sql) {
        try (var connection = superuser(ledger)) {
            return String.valueOf(SchemaPreflight.text(connection, sql));
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Waits, at most half a minute, until that is so. */
    public static void await(BooleanSupplier so) throws InterruptedException {
        for (int left = 3000; !so.getAsBoolean(); left--) {
            if (left == 0) {
                throw new AssertionError("it did not come about within 30 s");
            }
            Thread.sleep(10);
        }
    }

    /** Runs statements as the superuser. */
    public void tamper(LedgerDatabase ledger, String sql) {
        try (var connection = superuser(ledger);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private void sql(String database, String sql) {
        tamper(as("postgres", database), sql);
    }

    private void leaveNothing() {
        try {
            close();
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException left) {
            // The system empties its temporary folder.
        }
    }

    /** As a killed one, which is the quickest end; nobody needs its data any more. */
    @Override
    public void close() throws IOException {
        if (Files.exists(folder.resolve("postmaster.pid"))) {
            kill();
        }
    }
}
