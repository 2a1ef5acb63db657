package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.identity.CallerKey;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SharedGateway.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owner of the tables does to gateways that read and write them at the same moment. */
class SharedRegistryAttackTest {
    /** Each on a thread of its own: they wait for each other. */
    private static final Executor PARALLEL =
            task -> Thread.ofPlatform().daemon().start(task);

    private static final String RESTORE =
            "SET LOCAL search_path = facegate_registry; UPDATE organisation t SET suspended = o.suspended, "
                    + "version = o.version, mac = o.mac FROM public.organisation o WHERE o.id = t.id; UPDATE "
                    + "access_key t SET revoked = o.revoked, sealed_secret = o.sealed_secret, api_key_sha256 = "
                    + "o.api_key_sha256, version = o.version, mac = o.mac FROM public.access_key o WHERE o.id = t.id; "
                    + "DELETE FROM seal_head; INSERT INTO seal_head SELECT * FROM public.seal_head";

    @TempDir
    private Path folder;

    private Place first;

    @BeforeEach
    void migrate() throws Exception {
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
    }

    private Connection attacker() throws Exception {
        return Server.shared().superuser(first.ledger().database());
    }

    private void awaitWaitingLock() {
        Await.until(() -> !"0"
                .equals(Server.shared()
                        .ask(
                                first.ledger().database(),
                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()")));
    }

    private String mintFor(String organisation) {
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("hope"));
            at.add(SharedRegistryChild.organisation("pd"));
            return at.mint(new KeyRequest(organisation, List.of(), null, null), Instant.now())
                    .accessKeyId();
        }
    }

    /** Other tables take the place of the verified ones while a gateway waits for the last of them. */
    @Test
    void whatWasVerifiedIsWhatIsUsed() throws Exception {
        var key = mintFor("hope");
        try (var attacker = attacker();
                var sql = attacker.createStatement();
                var store = RegistryDatabase.open(first.registry(), first.journal(), false)) {
            sql.execute("CREATE SCHEMA evil; GRANT USAGE ON SCHEMA evil TO gateways");
            for (var table : List.of(
                    "organisation",
                    "organisation_purpose",
                    "organisation_jurisdiction",
                    "organisation_fact",
                    "organisation_resource",
                    "access_key",
                    "access_key_principal",
                    "evidence",
                    "evidence_fact",
                    "issuer",
                    "person",
                    "person_role",
                    "registry_setting",
                    "proposal",
                    "exemption",
                    "exemption_place",
                    "stop",
                    "policy_activation",
                    "vault",
                    "seal_head",
                    "moved")) {
                sql.execute("CREATE TABLE evil.%1$s (LIKE facegate_registry.%1$s INCLUDING ALL); INSERT INTO evil.%1$s"
                                .formatted(table)
                        + " SELECT * FROM facegate_registry." + table + "; GRANT SELECT ON evil." + table
                        + " TO gateways");
            }
            sql.execute("UPDATE evil.access_key SET organisation = 'pd'");
            attacker.setAutoCommit(false);
            sql.execute("LOCK TABLE facegate_registry.exemption IN ACCESS EXCLUSIVE MODE");
            var loading = CompletableFuture.supplyAsync(() -> load(store));
            awaitWaitingLock();
            sql.execute("ALTER SCHEMA facegate_registry RENAME TO good; ALTER SCHEMA evil RENAME TO facegate_registry");
            attacker.commit();
            assertThat(loading.join().snapshot().keys().values())
                    .singleElement()
                    .matches(each -> each.id().equals(key))
                    .extracting(CallerKey::organisation)
                    .isEqualTo("hope");
        }
    }

    /** A purpose that somebody adds while a change waits is neither verified nor sealed. */
    @Test
    void aWriterSignsNothingThatItDidNotVerify() throws Exception {
        mintFor("hope");
        try (var attacker = attacker();
                var sql = attacker.createStatement()) {
            attacker.setAutoCommit(false);
            sql.execute("LOCK TABLE facegate_registry.organisation IN ACCESS EXCLUSIVE MODE");
            var changing = CompletableFuture.runAsync(() -> {
                try (var at = first.writer()) {
                    at.change("hope", before -> before.withSuspended(false));
                }
            });
            awaitWaitingLock();
            sql.execute("INSERT INTO facegate_registry.organisation_purpose (organisation, purpose) VALUES ('hope',"
                    + " 'law_enforcement')");
            attacker.commit();
            changing.exceptionally(refused -> null).join();
        }
        try (var at = first.writer()) {
            assertThat(at.verify().altered()).containsExactly("organisation/hope");
        }
    }

    private static void keepRows(Statement sql) throws SQLException {
        for (var table : List.of("organisation", "access_key", "seal_head")) {
            sql.execute("CREATE TABLE public.%1$s AS SELECT * FROM facegate_registry.%1$s".formatted(table));
        }
    }

    private static void restoreRows(Statement sql) throws SQLException {
        sql.execute("BEGIN; " + RESTORE + "; COMMIT");
    }

    /** A waiting record, of no gateway, that leads from the newest root to that one. */
    private void queue(Statement sql, String newest, String root) throws SQLException {
        String name;
        try (var store = RegistryDatabase.open(first.registry())) {
            name = store.name();
        }
        sql.execute(
                "INSERT INTO facegate.pending (gateway, number, count, leaves, lines) VALUES (gen_random_uuid(), 1, 1,"
                        + " '\\x00', convert_to('{\"act\":\"registry_verify\",\"id\":\"x\",\"kind\":\"ADMIN\",\"mac\":\""
                        + "0".repeat(64) + "\",\"registry\":\"" + name + "\",\"registry_after\":\"" + root
                        + "\",\"registry_before\":\"" + newest + "\",\"registry_version\":99,\"subject\":\"" + name
                        + "\"}' || chr(10), 'UTF8'))");
    }

    /** An older state, and a record in the queue that says that it is the newest: nobody signed the record. */
    @Test
    void aWaitingRecordCountsOnlyIfItIsAuthenticated() throws Exception {
        var key = mintFor("hope");
        var second = first.joined(folder.resolve("b"));
        try (var attacker = attacker();
                var sql = attacker.createStatement();
                var gateway = SharedGateway.start(first)) {
            keepRows(sql);
            String old;
            String newest;
            try (var at = first.writer()) {
                old = at.verify().root();
                at.revoke(key, Instant.now());
                at.suspend("pd");
                at.resume("pd");
                newest = at.verify().root();
            }
            Await.until(() -> gateway.registry.key(key).isEmpty());
            queue(sql, newest, old);
            restoreRows(sql);
            var lived = new AtomicBoolean();
            Await.until(() -> {
                boolean refused = gateway.refuses();
                lived.compareAndSet(false, lives(gateway, key));
                return refused;
            });
            assertThat(lived)
                    .as("the revoked key is never served, not for ten seconds either")
                    .isFalse();
            assertThatThrownBy(() -> SharedGateway.start(second))
                    .hasMessageContaining("not the one that the ledger knows");
            try (var at = first.writer()) {
                assertThatThrownBy(() -> at.suspend("pd")).hasMessageContaining("not the one that the ledger knows");
            }
            assertThat(gateway.refuses()).isTrue();
        }
    }

    private static boolean lives(SharedGateway gateway, String key) {
        try {
            return gateway.registry.key(key).isPresent();
        } catch (Fault.RegistryDown refused) {
            return false;
        }
    }

    /** The database says that nothing changed, but the ledger has a newer root: the gateway looks, and refuses. */
    @Test
    void aChangeThatTheDatabaseHidesIsFoundByTheLedgersRecord() throws Exception {
        var key = mintFor("hope");
        var second = first.joined(folder.resolve("b"));
        try (var attacker = attacker();
                var sql = attacker.createStatement();
                var gateway = SharedGateway.start(first)) {
            var version =
                    Server.shared().ask(first.ledger().database(), "SELECT version FROM facegate_registry.seal_head");
            var hide = "UPDATE facegate_registry.seal_head SET version = " + version;
            assertThatThrownBy(() -> atTheCommitOf(() -> revoke(second, key), sql, hide))
                    .as("nor does the command take the change for applied")
                    .hasMessageContaining("The head of the registry's rows");
            long began = System.nanoTime();
            Await.until(gateway::refuses);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("before all rows are compared again")
                    .isLessThan(Duration.ofSeconds(8));
        }
    }

    private static void revoke(Place place, String key) {
        try (var at = place.writer()) {
            at.revoke(key, Instant.now());
        }
    }

    /** Runs a statement right after the commit of a change, before any gateway can read the head. */
    private void atTheCommitOf(Runnable change, Statement sql, String statement) throws SQLException {
        var locks = attackerLock();
        try (locks;
                var lock = locks.createStatement()) {
            locks.setAutoCommit(false);
            // The writer waits for this row while it holds the head's table.
            lock.execute("SELECT 1 FROM facegate_registry.access_key FOR UPDATE");
            var changing = CompletableFuture.runAsync(change, PARALLEL);
            awaitWaitingLock();
            var striking = CompletableFuture.runAsync(
                    () -> strike(
                            sql,
                            "BEGIN; LOCK TABLE facegate_registry.seal_head IN ACCESS EXCLUSIVE MODE; " + statement
                                    + "; COMMIT"),
                    PARALLEL);
            Await.until(() -> Server.shared()
                    .ask(
                            first.ledger().database(),
                            "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'")
                    .equals("t"));
            locks.rollback();
            changing.join();
            striking.join();
        }
    }

    private Connection attackerLock() {
        try {
            return attacker();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static void strike(Statement sql, String statement) {
        try {
            sql.execute(statement);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The whole state from before a rotation, for a gateway that still has the old key. */
    @Test
    void theStateBeforeARotationIsNoRegistryAnyMore() throws Exception {
        mintFor("hope");
        var second = first.joined(folder.resolve("b"));
        try (var attacker = attacker();
                var sql = attacker.createStatement()) {
            keepRows(sql);
            sql.execute("CREATE TABLE public.proofs AS SELECT * FROM facegate_registry.vault");
            new SealRepair(first.registry(), first.journal()).rotate();
            SharedGateway.start(first).close();
            restoreRows(sql);
            sql.execute("UPDATE facegate_registry.vault SET proof = (SELECT proof FROM public.proofs)");
            assertThatThrownBy(() -> SharedGateway.start(second))
                    .hasMessageContaining("not the one that the ledger knows");
        }
    }

    /** The newest revocation is undone at the moment of its commit: the command says so. */
    @Test
    void aChangeThatIsSetBackAtItsCommitIsReported() throws Exception {
        var key = mintFor("hope");
        var second = first.joined(folder.resolve("b"));
        try (var attacker = attacker();
                var sql = attacker.createStatement()) {
            keepRows(sql);
            assertThatThrownBy(() -> atTheCommitOf(() -> revoke(second, key), sql, RESTORE))
                    .hasMessageContaining("somebody set it back");
        }
    }

    /** Once a change is recorded as applied, the state before it is refused by gateways that run. */
    @Test
    void theStateBeforeTheNewestChangeIsRefused() throws Exception {
        var key = mintFor("hope");
        var second = first.joined(folder.resolve("b"));
        try (var attacker = attacker();
                var sql = attacker.createStatement()) {
            keepRows(sql);
            revoke(second, key);
            restoreRows(sql);
            assertThatThrownBy(() -> SharedGateway.start(first))
                    .hasMessageContaining("not the one that the ledger knows");
        }
    }

    @Test
    void rowsWithoutAHeadAreNotAdopted() throws Exception {
        try (var attacker = attacker();
                var sql = attacker.createStatement()) {
            sql.execute("INSERT INTO facegate_registry.organisation (id, name, type, suspended) VALUES"
                    + " ('evil', 'Evil', 'law_enforcement.police', 0)");
            try (var at = first.writer()) {
                assertThatThrownBy(() -> at.add(SharedRegistryChild.organisation("hope")))
                        .isInstanceOf(Unusable.class)
                        .hasMessageContaining("Nothing is adopted");
            }
            assertThatThrownBy(() -> SharedGateway.start(first)).hasMessageContaining("Nothing is adopted");
            // The control: without the rows, the registry begins.
            sql.execute("DELETE FROM facegate_registry.organisation");
        }
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("hope"));
        }
    }

    /** The row that is read back after the write is from a table that took the place of the written one. */
    @Test
    void aRowThatIsReadBackDifferentlyIsNotSealed() throws Exception {
        mintFor("hope");
        try (var store = RegistryDatabase.open(first.registry())) {
            var written = new java.util.ArrayList<String>();
            assertThatThrownBy(() -> store.change(first.journal(), (connection, rows) -> {
                        var after =
                                RegistryWriter.requireOrganisation(rows, "hope").withSuspended(true);
                        OrganisationRows.write(connection, after);
                        // As if another table had taken its place.
                        OrganisationRows.write(connection, after.withSuspended(false));
                        written.add(after.id());
                        rows.record(
                                "org_suspend",
                                "hope",
                                SealedTable.ORGANISATION,
                                "hope",
                                row -> OrganisationRows.holds(row, after));
                        return after;
                    }))
                    .isInstanceOf(Unusable.class)
                    .hasMessageContaining("is not as it was just written");
            assertThat(written).containsExactly("hope");
        }
        try (var at = first.writer()) {
            assertThat(at.verify().isIntact()).isTrue();
        }
    }

    /** A command reads the database, and so the old proof, while the rotation is not committed. */
    @Test
    void aRotationLosesNoKeyToACommandBesideIt() throws Exception {
        var key = mintFor("hope");
        var old = Files.readString(folder.resolve("a/registry.key"));
        var beside = new AtomicInteger();
        new SealRepair(first.registry(), new ChangeJournal() {
                    private final ChangeJournal real = first.journal();

                    @Override
                    public void write(String act, String subject, String person) {
                        real.write(act, subject, person);
                    }

                    @Override
                    public void write(Change change) {
                        try (var store = RegistryDatabase.open(first.registry(), first.journal(), false)) {
                            beside.addAndGet(store.load(RegistrySnapshot.NONE)
                                    .snapshot()
                                    .keys()
                                    .size());
                        } catch (SQLException failed) {
                            throw new AssertionError(failed);
                        }
                        real.write(change);
                    }

                    @Override
                    public RecordedRegistryRoots roots() {
                        return real.roots();
                    }
                })
                .rotate();
        assertThat(beside).hasPositiveValue();
        try (var registry = SharedGateway.start(first)) {
            assertThat(registry.registry.key(key)).isPresent();
        }
        assertThat(folder.resolve("a/registry.key")).content().isNotEqualTo(old);
        assertThat(folder.resolve("a/registry.key.old")).content().isEqualTo(old);
        assertThat(folder.resolve("a/registry.key.next")).doesNotExist();
    }

    /** An older proof is shown after a rotation whose key is not in place yet: opening deletes and replaces nothing. */
    @Test
    void anOlderProofDeletesNoKey() throws Exception {
        mintFor("hope");
        var old = Files.readString(folder.resolve("a/registry.key"));
        try (var attacker = attacker();
                var sql = attacker.createStatement()) {
            sql.execute("CREATE TABLE public.proofs AS SELECT * FROM facegate_registry.vault");
            new SealRepair(first.registry(), first.journal()).rotate();
            var fresh = Files.readString(folder.resolve("a/registry.key"));
            Files.move(folder.resolve("a/registry.key"), folder.resolve("a/registry.key.next"));
            Files.copy(folder.resolve("a/registry.key.old"), folder.resolve("a/registry.key"));
            sql.execute("UPDATE facegate_registry.vault SET proof = (SELECT proof FROM public.proofs)");
            try (var at = first.writer()) {
                at.organisations();
            } catch (Unusable refused) {
                // It may be refused, too.
            }
            assertThat(folder.resolve("a/registry.key.next")).content().isEqualTo(fresh);
            assertThat(folder.resolve("a/registry.key")).content().isEqualTo(old);
        }
    }

    private static VerifiedRegistryContent load(RegistryDatabase store) {
        try {
            return store.load(RegistrySnapshot.NONE);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
