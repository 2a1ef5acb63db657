package io.facegate.bench.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.PostgresSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** Location of one store's ledgers: files in folders, or databases of a PostgreSQL server on the same disk. */
final class Place implements AutoCloseable {
    private final Path folder;
    private final EmbeddedPostgres server;

    private Place(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    static Place of(String store, Path folder) throws IOException {
        if (store.equals("sqlite")) {
            return new Place(folder, null);
        }
        var data = Files.createDirectories(folder.resolve("postgres"));
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        var place = new Place(folder, server);
        place.run("postgres", "CREATE ROLE owner LOGIN; CREATE ROLE gateways LOGIN");
        return place;
    }

    /** A new ledger of that name. */
    LedgerAddress ledger(String name) throws IOException {
        var data = Files.createDirectories(folder.resolve(name));
        if (server == null) {
            return LedgerAddress.ofFolder(data);
        }
        run("postgres", "CREATE DATABASE " + name + " OWNER owner");
        try {
            PostgresSchema.migrate(as("owner", name), "gateways");
        } catch (SQLException unmade) {
            throw new IOException(unmade);
        }
        return LedgerAddress.ofFolder(data, as("gateways", name));
    }

    private LedgerDatabase as(String role, String name) {
        return new LedgerDatabase(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + '/' + name + "?user=" + role, null);
    }

    private void run(String database, String sql) throws IOException {
        try (var connection =
                        DriverManager.getConnection(as("postgres", database).url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
