package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.testkit.OlderRegistry;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with the disk and without the key, by commands and files. */
class RegistrySealCommandTest {
    private static final List<String> FILES = List.of("registry.db", "registry.db-wal", "registry.db-shm");

    @TempDir
    private Path folder;

    @TempDir
    private Path copies;

    private final Shell shell = new Shell();
    private String key = "";

    @BeforeEach
    void register() throws IOException {
        run(0, "org", "add", "--id", "pd", "--name", "Police", "--type", "law_enforcement.police");
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit", "--purpose", "missing_child");
        run(0, "key", "mint", "--org", "pd", "--json");
        key = shell.json().get("accessKeyId").asText();
        run(0, "evidence", "add", "--org", "pd", "--id", "w-1", "--type", "warrant");
    }

    private void run(int expected, String... words) {
        assertThat(shell.run(folder, words)).as(shell.out() + shell.err()).isEqualTo(expected);
    }

    private void sql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var run = connection.createStatement()) {
            for (var each : statements) {
                run.execute(each);
            }
        }
    }

    @Test
    void whatNobodyTouchedVerifies() {
        run(0, "registry", "verify");
        assertThat(shell.out()).contains("The registry verifies.");
    }

    /** An id that has a history and no row was not free: what stood there could have been a police department. */
    @Test
    void aDeletedRowIsNotMadeAnew() throws SQLException {
        sql(
                "DELETE FROM organisation_purpose WHERE organisation = 'hope'",
                "DELETE FROM organisation WHERE id = 'hope'",
                "DELETE FROM evidence WHERE id = 'w-1'");
        run(1, "org", "add", "--id", "hope", "--name", "Hope", "--type", "retailer");
        assertThat(shell.err()).contains("organisation/hope was removed outside Facegate", "registry accept");
        run(1, "evidence", "add", "--org", "pd", "--id", "w-1", "--type", "court_order");
        assertThat(shell.err()).contains("evidence/w-1 was removed outside Facegate");
        run(0, "org", "add", "--id", "other", "--name", "Other", "--type", "retailer");
        run(5, "registry", "verify");
        assertThat(shell.out() + shell.err()).contains("organisation/hope");
    }

    @Test
    void everyChangedColumnIsNamed() throws SQLException {
        for (var change : List.of(
                "UPDATE organisation SET type = 'nonprofit' WHERE id = 'pd'",
                "UPDATE organisation SET upstream_role = '' WHERE id = 'pd'",
                "UPDATE organisation SET version = version + 1 WHERE id = 'pd'",
                "UPDATE organisation SET state = 'closed' WHERE id = 'pd'",
                "UPDATE organisation SET verified_until = 9000000000 WHERE id = 'pd'",
                "UPDATE organisation SET acts_for = 'hope' WHERE id = 'pd'",
                "UPDATE organisation_purpose SET holds_until = 9000000000",
                "UPDATE access_key SET label = 'other'",
                "UPDATE organisation SET mac = NULL WHERE id = 'pd'",
                "UPDATE organisation SET mac = (SELECT mac FROM organisation WHERE id = 'hope') WHERE id = 'pd'",
                "INSERT INTO organisation_purpose (organisation, purpose) VALUES ('pd', 'missing_child')",
                "INSERT INTO organisation_fact VALUES ('pd', 'camera', 'fixed')",
                "UPDATE access_key SET organisation = 'hope'",
                "UPDATE access_key SET expires = 1",
                "UPDATE access_key SET sandbox = 1",
                "UPDATE evidence SET created = 9000000000000000000",
                "UPDATE access_key SET api_key_sha256 = x'00'",
                "INSERT INTO access_key_principal SELECT id, 0, 'hope' FROM access_key",
                "DELETE FROM evidence",
                "UPDATE evidence SET type = 'court_order'",
                "INSERT INTO evidence (id, organisation, type, created) VALUES ('w-2', 'pd', 'warrant', 1)",
                "INSERT INTO organisation (id, name, type) VALUES ('new', 'New', 'nonprofit')")) {
            copy(folder, copies);
            sql(change);
            run(5, "registry", "verify", "--json");
            assertThat(shell.out()).as(change).contains("\"altered\":[\"").contains("\"onRecord\":true");
            copy(copies, folder);
            run(0, "registry", "verify");
        }
    }

    /** Else somebody who can write the file keeps a leaked key alive: it looks revoked when the operator comes. */
    @Test
    void aKeyThatOnlyLooksRevokedIsRevoked() throws Exception {
        sql("UPDATE access_key SET revoked = 1");
        run(0, "key", "revoke", key);
        sql("UPDATE access_key SET revoked = NULL");
        try (var registry = Registry.open(folder)) {
            assertThat(registry.key(key)).isEmpty();
        }
    }

    @Test
    void aKeyIsRevokedOnce() {
        run(0, "key", "revoke", key);
        run(2, "key", "revoke", key);
        assertThat(shell.err()).contains("revoked already");
    }

    /** Else somebody who can write the file makes a key that sends calls of one that a developer was given. */
    @Test
    void aKeyThatWasTakenOutOfTheSandboxIsNotAccepted() throws Exception {
        run(0, "key", "mint", "--org", "hope", "--sandbox", "--json");
        var sandbox = shell.json().get("accessKeyId").asText();
        run(0, "registry", "verify");
        sql("UPDATE access_key SET sandbox = NULL WHERE id = '" + sandbox + "'");
        run(5, "registry", "verify", "--json");
        assertThat(shell.json().path("altered").toString()).isEqualTo("[\"access_key/" + sandbox + "\"]");
        try (var ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
                var registry = Registry.open(folder, new AlteredRows(LedgerChangeJournal.of(ledger)))) {
            assertThat(registry.key(sandbox)).isEmpty();
            assertThat(registry.key(key)).isPresent();
        }
    }

    /** The file of a build that knew no sandbox: sealed rows, and no such column. */
    @Test
    void rowsThatWereSealedBeforeThereWasASandboxVerifyAsTheyAre() throws Exception {
        sql(OlderRegistry.WITHOUT_STATES.split("(?<=;)\\s"));
        sql("ALTER TABLE access_key DROP COLUMN sandbox", "PRAGMA user_version = 5");
        run(0, "registry", "verify");
        run(0, "key", "mint", "--org", "hope", "--sandbox", "--json");
        run(0, "registry", "verify");
        run(0, "key", "list", "--org", "pd", "--json");
        assertThat(shell.json().get("sandbox").booleanValue()).isFalse();
        assertThat(shell.json().get("status").asText()).isEqualTo("valid");
    }

    @Test
    void anOldRowWithItsOldMacIsNamedAndNothingElse() throws Exception {
        copy(folder, copies);
        run(0, "org", "suspend", "pd");
        sql(
                "ATTACH '" + copies.resolve("registry.db") + "' AS old",
                "UPDATE organisation SET (suspended, version, mac) = (SELECT suspended, version, mac FROM"
                        + " old.organisation o WHERE o.id = 'pd') WHERE id = 'pd'");
        run(5, "registry", "verify", "--json");
        assertThat(shell.json().path("altered").toString()).isEqualTo("[\"organisation/pd\"]");
        try (var ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
                var registry = Registry.open(folder, new AlteredRows(LedgerChangeJournal.of(ledger)))) {
            assertThat(registry.organisation("pd").orElseThrow().suspended()).isTrue();
            assertThat(registry.organisation("hope").orElseThrow().suspended()).isFalse();
        }
    }

    @Test
    void anOlderCopyOfTheWholeRegistryIsNotStartedOn() throws IOException {
        copy(folder, copies);
        run(0, "org", "suspend", "pd");
        run(0, "org", "suspend", "hope");
        copy(copies, folder);
        run(5, "registry", "verify");
        assertThat(shell.out()).contains("older copy");
        run(1, "key", "mint", "--org", "pd");
        assertThat(shell.err()).contains("not the one that the ledger knows");
        try (var ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)))) {
            var altered = new AlteredRows(LedgerChangeJournal.of(ledger));
            assertThatThrownBy(() -> Registry.open(folder, altered))
                    .isInstanceOf(Unusable.class)
                    .hasMessageContaining("not the one that the ledger knows")
                    .hasMessageContaining("registry accept");
        }
        run(0, "registry", "accept", "--by", "m.roe", "--reason", "Restored the backup of Monday.");
        run(0, "registry", "verify");
    }

    @Test
    void rowsWithoutASealAreAdoptedOnceAndNeverAgain() throws SQLException, IOException {
        sql("DELETE FROM seal_head", "UPDATE organisation SET type = 'nonprofit', mac = NULL");
        run(1, "org", "suspend", "hope");
        assertThat(shell.err()).contains("not sealed, although the ledger");
        for (var name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.head", "ledger.key")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        try (var files = Files.list(folder)) {
            for (var each : files.filter(file -> file.getFileName().toString().startsWith("log."))
                    .toList()) {
                Files.delete(each);
            }
        }
        run(1, "org", "suspend", "hope");
        assertThat(shell.err()).contains("log.state is missing", "The head of the registry's rows is missing");
        // As an earlier version left them: no row has an HMAC.
        sql("UPDATE organisation SET mac = NULL", "UPDATE access_key SET mac = NULL", "UPDATE evidence SET mac = NULL");
        run(0, "org", "suspend", "hope");
        run(0, "registry", "verify");
    }

    @Test
    void aListMarksWhatDoesNotVerifyAndEndsWithFive() throws SQLException {
        run(0, "org", "show", "pd");
        sql("UPDATE organisation SET type = 'nonprofit.child_protection' WHERE id = 'pd'");
        run(5, "org", "show", "pd", "--json");
        assertThat(shell.out()).contains("\"altered\":true");
        assertThat(shell.err()).contains("ignored");
        run(0, "org", "show", "hope");
        run(5, "org", "list", "--json");
        assertThat(shell.out().lines().filter(line -> line.contains("\"altered\":true")))
                .hasSize(1);
        sql("UPDATE access_key SET organisation = 'hope'");
        run(5, "key", "list", "--json");
        assertThat(shell.out()).contains("\"altered\":true");
    }

    @Test
    void aViewInThePlaceOfATableIsRefused() throws SQLException {
        sql("CREATE TRIGGER more AFTER UPDATE ON organisation BEGIN UPDATE organisation SET type = 'nonprofit'; END");
        run(1, "registry", "verify");
        assertThat(shell.err()).contains("does not belong there", "trigger more");
    }

    @Test
    void acceptSuspendsWhatDidNotVerify() throws SQLException {
        sql("UPDATE organisation SET type = 'nonprofit' WHERE id = 'pd'", "UPDATE access_key SET purpose = 'x'");
        run(1, "org", "change", "pd", "--purpose", "missing_child");
        assertThat(shell.err()).contains("changed outside Facegate");
        run(0, "registry", "accept", "--by", "m.roe");
        assertThat(shell.out()).contains("organisation/pd", "access_key/" + key);
        run(0, "registry", "verify");
        try (var registry = Registry.open(folder)) {
            assertThat(registry.organisation("pd").orElseThrow().suspended()).isTrue();
            assertThat(registry.organisation("hope").orElseThrow().suspended()).isFalse();
            assertThat(registry.key(key)).isEmpty();
        }
    }

    @Test
    void anOlderListOfReviewersIsNotTakenUntilItIsAccepted() throws Exception {
        run(0, "reviewer", "add", "--org", "pd", "--id", "r.doe");
        Files.copy(folder.resolve("held/held.db"), copies.resolve("held.db"));
        run(0, "reviewer", "remove", "--org", "pd", "--id", "r.doe");
        run(0, "reviewer", "add", "--org", "pd", "--id", "m.roe");
        Files.deleteIfExists(folder.resolve("held/held.db-wal"));
        Files.copy(copies.resolve("held.db"), folder.resolve("held/held.db"), StandardCopyOption.REPLACE_EXISTING);
        run(1, "reviewer", "add", "--org", "pd", "--id", "s.poe");
        assertThat(shell.err()).contains("not those that the ledger knows");
        run(0, "registry", "accept");
        run(0, "reviewer", "add", "--org", "pd", "--id", "s.poe");
    }

    @Test
    void theKeyIsRotatedAndTheOldOneOpensNothing() throws IOException {
        Files.copy(folder.resolve("registry.key"), copies.resolve("old.key"));
        byte[] secret;
        try (var registry = Registry.open(folder)) {
            secret = registry.key(key).orElseThrow().secret();
        }
        run(0, "registry", "rotate", "--by", "m.roe");
        run(0, "registry", "verify");
        try (var registry = Registry.open(folder)) {
            assertThat(registry.key(key).orElseThrow().secret()).isEqualTo(secret);
        }
        run(0, "org", "suspend", "pd");
        Files.copy(copies.resolve("old.key"), folder.resolve("registry.key"), StandardCopyOption.REPLACE_EXISTING);
        run(1, "registry", "verify");
    }

    @Test
    void aRotationThatWasCutOffIsCompleted() throws IOException {
        Files.copy(folder.resolve("registry.key"), copies.resolve("old.key"));
        run(0, "registry", "rotate");
        Files.move(folder.resolve("registry.key"), folder.resolve("registry.key.next"));
        Files.copy(copies.resolve("old.key"), folder.resolve("registry.key"));
        run(0, "registry", "verify");
        assertThat(folder.resolve("registry.key.next")).doesNotExist();
    }

    @Test
    void aLostKeyIsSaidAndAcceptedWithEverythingSuspended() throws IOException {
        Files.delete(folder.resolve("registry.key"));
        run(1, "org", "list");
        assertThat(shell.err()).contains("registry.key", "Restore it from a backup");
        run(0, "registry", "accept", "--by", "m.roe", "--reason", "The key is lost.");
        run(0, "registry", "verify");
        try (var registry = Registry.open(folder)) {
            assertThat(registry.organisations()).allMatch(one -> one.suspended());
            assertThat(registry.key(key)).isEmpty();
            assertThat(registry.evidence("w-1")).isEmpty();
        }
    }

    @Test
    void aChangeThatCrashedBetweenItsRecordAndItsCommitSuspendsNobodyAndIsOverAtTheNextStart() throws IOException {
        copy(folder, copies);
        run(0, "org", "suspend", "pd");
        var after = java.nio.file.Files.createDirectory(copies.resolve("after"));
        copy(folder, after);
        // The record is there; the database is as it was before.
        copy(copies, folder);
        try (var ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
                var registry = Registry.open(folder, new AlteredRows(LedgerChangeJournal.of(ledger)))) {
            assertThat(registry.organisation("pd").orElseThrow().suspended()).isFalse();
        }
        run(0, "registry", "verify");
        copy(after, folder);
        run(5, "registry", "verify");
    }

    private static void copy(Path from, Path to) {
        try {
            for (var name : FILES) {
                Files.deleteIfExists(to.resolve(name));
                if (Files.exists(from.resolve(name))) {
                    Files.copy(from.resolve(name), to.resolve(name));
                }
            }
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
