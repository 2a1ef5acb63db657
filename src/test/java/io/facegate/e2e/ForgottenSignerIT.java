package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Filled;
import io.facegate.testkit.OlderRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody takes the ledger back, and with it every file of the log that remembers what was signed. */
class ForgottenSignerIT {
    @TempDir
    private static Path made;

    @TempDir
    private Path folder;

    private Path data;

    /** Two runs of a gateway, with a copy of the folder before the first and before the second. */
    @BeforeAll
    static void run() throws Exception {
        var data = made.resolve("data");
        Cast.register(data);
        Filled.copy(data, made.resolve("registered"));
        use(data);
        Filled.copy(data, made.resolve("old"));
        use(data);
    }

    @BeforeEach
    void copy() {
        data = Filled.copy(made.resolve("data"), folder.resolve("data"));
    }

    private void use() throws Exception {
        use(data);
    }

    private static void use(Path data) throws Exception {
        try (var gateway = Gateway.start(data)) {
            gateway.settledRecords();
        }
    }

    /** As it was done: log.state, log.checkpoint and the second line of log.skey are gone, and the ledger is older. */
    @Test
    void anOlderLedgerWithoutEverythingThatRemembersDoesNotStart() throws Exception {
        takeBack();
        forget();
        int had = Gateway.records(data).size();
        assertRefused("log.state is missing, and the registry remembers that the log of this folder signed ");
        assertThat(gateway("ledger", "hold", "add", "h", "--from", "2020-01-01", "--by", "m.roe")
                        .code())
                .isEqualTo(1);
        assertThat(gateway("ledger", "publish", "--to", folder.resolve("tiles").toString())
                        .code())
                .isNotZero();
        assertThat(Gateway.records(data)).hasSize(had);
        assertThat(data.resolve("log.checkpoint")).doesNotExist();
        assertThat(data.resolve("log.state")).doesNotExist();
    }

    /** All of it older and consistent, with every HMAC: only the registry is not older. */
    @Test
    void olderFilesOfTheLedgerAndTheLogTogetherDoNotStart() throws Exception {
        takeBack();
        for (var name : List.of("log.state", "log.checkpoint", "log.skey", "log.keys")) {
            Files.copy(made.resolve("old").resolve(name), data.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assertRefused("and the registry remembers that its log signed ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE seal_head SET signed = NULL",
                "UPDATE seal_head SET signed = 'alone 1 ' || substr(signed, -64)",
                "UPDATE seal_head SET signed = 'other' || substr(signed, 6)",
                "DELETE FROM seal_head",
                "DROP TABLE seal_head",
                "DROP TABLE seal_head; PRAGMA user_version = 3",
                "ALTER TABLE seal_head DROP COLUMN signed; PRAGMA user_version = 4"
            })
    void norIsTheRegistryMadeToForget(String change) throws Exception {
        takeBack();
        forget();
        sql(change);
        int had = Gateway.records(data).size();
        // Who acts is looked up in the registry first, and that may not verify either.
        assertThat(gateway("ledger", "hold", "add", "h", "--from", "2020-01-01", "--by", "m.roe")
                        .expect(1)
                        .err())
                .containsAnyOf(
                        "log.state is missing, and what the registry stored about the log cannot be read",
                        "The head of the registry's rows is missing",
                        "registry.db cannot be read");
        assertThat(Gateway.records(data)).hasSize(had);
        assertRefused("log.state is missing, and what the registry stored about the log cannot be read");
    }

    @Test
    void norWithoutTheRegistrysFileOrItsKey() throws Exception {
        takeBack();
        forget();
        Files.writeString(data.resolve("gateway.id"), "0123");
        assertRefused("log.state is missing");
        Files.move(data.resolve("registry.key"), folder.resolve("registry.key"));
        assertRefused("log.state is missing");
        Files.move(folder.resolve("registry.key"), data.resolve("registry.key"));
        Files.delete(data.resolve("registry.db"));
        assertRefused("log.state is missing");
    }

    /** The broken control, and what is left: where the registry is as old as the rest, only a witness can tell. */
    @Test
    void whereTheRegistryIsOlderTooOnlyAWitnessTells() throws Exception {
        takeBack();
        for (var name : List.of("log.state", "log.checkpoint", "log.skey", "log.keys", "registry.db")) {
            Files.copy(made.resolve("old").resolve(name), data.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(data.resolve("registry.db-wal"));
        Files.deleteIfExists(data.resolve("registry.db-shm"));
        use();
    }

    /** The way out where only the memory was lost: a person says so, on record. */
    @Test
    void aLostMemoryIsMadeAnewByAPersonOnRecord() throws Exception {
        Files.delete(data.resolve("log.state"));
        assertRefused("log.state is missing");
        forget();
        int had = Gateway.records(data).size();
        assertThat(gateway("ledger", "accept").expect(5).out()).contains("log.state is missing");
        assertThat(Gateway.records(data)).hasSize(had);

        gateway("ledger", "accept", "--by", "m.roe", "--reason", "The disk lost it.")
                .expect(0);

        var act = Gateway.records(data).getLast();
        assertThat(act.path("act").asText()).isEqualTo("ledger_accept");
        assertThat(act.path("person").asText()).isNotEmpty();
        assertThat(act.path("stated_reason").asText()).isNotEmpty();
        gateway("ledger", "verify").expect(0);
        use();
        gateway("ledger", "verify").expect(0);
        assertThat(gateway("ledger", "accept").expect(0).out()).contains("nothing to accept");
        assertThat(gateway("ledger", "accept", "--by", "m.roe").expect(0).out()).contains("nothing to accept");
    }

    /** The log's key signs no second history, whoever accepts it: an older ledger goes on as a new log only. */
    @Test
    void anOlderLedgerIsAcceptedAsANewLogOnly() throws Exception {
        takeBack();
        forget();
        assertThat(gateway("ledger", "accept", "--by", "m.roe").expect(1).err())
                .contains("must not sign it", "move all log.* files away");
        var key = Files.readString(data.resolve("log.skey"));
        for (var name : List.of("log.skey", "log.keys")) {
            Files.delete(data.resolve(name));
        }
        assertRefused("log.state is missing");
        gateway("ledger", "accept", "--by", "m.roe").expect(0);
        use();
        gateway("ledger", "verify").expect(0);
        assertThat(Files.readString(data.resolve("log.skey"))).isNotEqualTo(key);
    }

    /** A folder of an earlier version: it has neither, opens as it is, and remembers from then on. */
    @Test
    void aFolderOfAnEarlierVersionStartsAndRemembersFromThenOn() throws Exception {
        data = Filled.copy(made.resolve("registered"), folder.resolve("registered"));
        forget();
        sql(OlderRegistry.WITHOUT_STATES
                + "ALTER TABLE access_key DROP COLUMN sandbox; DROP TABLE issuer; ALTER TABLE seal_head DROP COLUMN"
                + " signed; PRAGMA user_version = 4");
        gateway("ledger", "verify").expect(0);
        use();
        assertThat(data.resolve("registry.db.v4")).exists();
        gateway("ledger", "verify").expect(0);
        forget();
        assertRefused("log.state is missing, and the registry remembers");
    }

    /** A backup that is restored remembers, and starts. */
    @Test
    void aRestoredBackupStarts() throws Exception {
        var backup = folder.resolve("backup").toString();
        gateway("backup", backup).expect(0);
        data = folder.resolve("restored");
        Gateway.run("restore", backup, "--data", data.toString()).expect(0);
        use();
        gateway("ledger", "verify").expect(0);
    }

    private void assertRefused(String why) {
        var words = List.of("serve", "--data", data.toString(), "--port", "0", "--health-port", "0");
        assertThat(Gateway.run(words.toArray(String[]::new)).expect(1).err()).contains(why);
        gateway("ledger", "verify").expect(5);
    }

    private Gateway.Result gateway(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Gateway.run(all.toArray(String[]::new));
    }

    private void takeBack() throws IOException {
        for (var name : List.of("ledger.db", "ledger.head")) {
            Files.copy(made.resolve("old").resolve(name), data.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        for (var name : List.of("ledger.db-wal", "ledger.db-shm", "tree.db", "search.db", "ledger.audit")) {
            Files.deleteIfExists(data.resolve(name));
        }
    }

    private void forget() throws IOException {
        Files.deleteIfExists(data.resolve("log.state"));
        Files.deleteIfExists(data.resolve("log.checkpoint"));
        var secret = data.resolve("log.skey");
        Files.writeString(secret, Files.readString(secret).lines().findFirst().orElseThrow() + '\n');
    }

    private void sql(String statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var run = connection.createStatement()) {
            for (var each : statements.split(";")) {
                run.execute(each);
            }
        }
    }
}
