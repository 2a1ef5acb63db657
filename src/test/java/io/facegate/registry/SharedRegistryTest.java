package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.ReducedTries;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways with one registry in a real PostgreSQL, as their least-privileged role. */
class SharedRegistryTest {
    private static final int CHANGES = ReducedTries.times(15, 60);

    @TempDir
    private Path folder;

    private Place first;

    @BeforeEach
    void migrate() throws Exception {
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
    }

    private static Organisation organisation(String id) {
        return TestOrganisation.of(id, "nonprofit.child_protection")
                .named(id)
                .in("US-OR", "US-OR/portland")
                .purposes("missing_child", "missing.z", "missingc")
                .build();
    }

    private LedgerDatabase superuser() {
        return first.ledger().database();
    }

    private void sql(String statement) {
        Server.shared().tamper(superuser(), "SET search_path = facegate_registry; " + statement);
    }

    @Test
    void whatIsChangedAtOneGatewayHoldsAtTheOtherWithinASecond() throws Exception {
        try (var a = SharedGateway.start(first);
                var b = SharedGateway.start(first.joined(folder.resolve("b")));
                var at = a.place().writer()) {
            var waits = new ArrayList<Long>();
            var calls = new AtomicInteger();
            var over = new AtomicBoolean();
            var callers = List.of(a, a, b, b).stream()
                    .map(gateway -> Thread.ofVirtual().start(() -> {
                        while (!over.get()) {
                            call(gateway);
                            calls.incrementAndGet();
                            LockSupport.parkNanos(2_000_000);
                        }
                    }))
                    .toList();
            var whole = new ArrayList<Long>();
            for (int i = 0; i < CHANGES; i++) {
                var id = "org-" + i;
                long began = System.nanoTime();
                at.add(organisation(id));
                waits.add(millisUntil(() -> b.registry.organisation(id).isPresent()));
                whole.add(millisSince(began));
                began = System.nanoTime();
                var key = at.mint(new KeyRequest(id, List.of(), null, null), Instant.now())
                        .accessKeyId();
                waits.add(millisUntil(() -> b.registry.key(key).isPresent()));
                whole.add(millisSince(began));
                began = System.nanoTime();
                at.revoke(key, Instant.now());
                waits.add(millisUntil(() -> b.registry.key(key).isEmpty()));
                whole.add(millisSince(began));
                began = System.nanoTime();
                at.suspend(id);
                waits.add(millisUntil(
                        () -> b.registry.organisation(id).orElseThrow().suspended()));
                whole.add(millisSince(began));
            }
            over.set(true);
            for (var caller : callers) {
                caller.join();
            }
            Collections.sort(waits);
            Collections.sort(whole);
            System.out.println("visible at the other gateway, beside " + calls + " calls, of " + waits.size()
                    + " changes: after the change returned " + percentiles(waits) + "; after it began "
                    + percentiles(whole));
            assertThat(waits.get(waits.size() * 99 / 100))
                    .as("milliseconds after the change returned; docs/scale.md has the figures of a quiet machine")
                    .isLessThan(1000);
            assertThat(a.registry.organisations()).hasSize(CHANGES);
            assertThat(b.registry.organisation("org-0"))
                    .contains(organisation("org-0").withSuspended(true));
        }
    }

    /** What a call does: it looks its caller up, and is on record before and after. */
    private static void call(SharedGateway gateway) {
        gateway.registry.organisations();
        var cleared = gateway.ledger.recordPermit(Sample.asked(), Sample.permit());
        gateway.ledger.close(cleared, new Ledger.Ending("ok", "", 1, 1));
    }

    private static long millisUntil(BooleanSupplier so) throws InterruptedException {
        long began = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - began)
                    .isLessThan(Duration.ofSeconds(30).toNanos());
            Thread.sleep(1);
        }
        return millisSince(began);
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static String percentiles(List<Long> sorted) {
        return "p50 " + sorted.get(sorted.size() / 2) + " ms, p99 " + sorted.get(sorted.size() * 99 / 100)
                + " ms, most " + sorted.getLast() + " ms";
    }

    /** Both gateways change it, in turn and by commands: each knows what the other recorded. */
    @Test
    void bothGatewaysChangeIt() throws Exception {
        try (var a = SharedGateway.start(first);
                var b = SharedGateway.start(first.joined(folder.resolve("b")))) {
            for (int i = 0; i < 10; i++) {
                var place = i % 2 == 0 ? a.place() : b.place();
                try (var at = place.writer()) {
                    at.add(organisation("org-" + i));
                }
            }
            Await.until(() -> a.registry.organisations().size() == 10
                    && b.registry.organisations().size() == 10);
            try (var at = b.place().writer()) {
                assertThat(at.verify().isIntact()).isTrue();
            }
        }
    }

    @Test
    void withoutTheSameKeyAGatewayDoesNotStart() throws Exception {
        try (var at = first.writer()) {
            at.add(organisation("hope"));
        }
        var none = first.at(folder.resolve("none"));
        assertThatThrownBy(none::writer)
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("has no registry.key")
                .hasMessageContaining("facegate gateway join");
        assertThat(folder.resolve("none/registry.key")).doesNotExist();
        var other = folder.resolve("other");
        try (var own = RegistryWriter.open(other, (act, subject, person) -> {})) {
            own.add(organisation("own"));
        }
        for (var file : List.of("registry.db", "registry.db-wal", "registry.db-shm")) {
            Files.deleteIfExists(other.resolve(file));
        }
        assertThatThrownBy(first.at(other)::writer)
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("is not the one that sealed the registry")
                .hasMessageContaining("facegate gateway join");
        var open = first.at(folder.resolve("open"));
        Files.createDirectories(open.registry().data());
        Files.copy(folder.resolve("a/registry.key"), folder.resolve("open/registry.key"));
        Files.setPosixFilePermissions(
                folder.resolve("open/registry.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(open::writer).isInstanceOf(Unusable.class).hasMessageContaining("chmod 600");
        // The control: with the key it opens.
        var joined = first.joined(folder.resolve("b"));
        try (var at = joined.writer()) {
            assertThat(at.organisations()).hasSize(1);
        }
        for (var name : List.of("registry.key", "ledger.key")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("b").resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    /** The file of one gateway says nothing about the issuers of another; a person removes them. */
    @Test
    void aStartRemovesNoIssuerAndAPersonDoes() {
        var now = Instant.now();
        var ours = "https://id.example.org";
        try (var at = first.writer()) {
            at.issuers().accept(Map.of(ours, "ab".repeat(32)), now);
            at.issuers().checkAtStartup(Map.of(), now);
            assertThat(at.issuers().all())
                    .singleElement()
                    .matches(entry -> entry.issuer().equals(ours) && entry.removed() == null);
            at.issuers().accept(Map.of(), now);
            assertThat(at.issuers().all()).singleElement().matches(entry -> entry.removed() != null);
            assertThat(at.verify().isIntact()).isTrue();
        }
    }

    @Test
    void aFolderSaysThatItsRegistryIsElsewhere() throws Exception {
        try (var at = first.writer()) {
            at.add(organisation("hope"));
        }
        assertThatThrownBy(() -> RegistryWriter.open(folder.resolve("a"), (act, subject, person) -> {}))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("--registry URL");
        var own = folder.resolve("own");
        try (var registrar = RegistryWriter.open(own, (act, subject, person) -> {})) {
            registrar.add(organisation("own"));
        }
        assertThatThrownBy(first.at(own)::writer).isInstanceOf(Unusable.class).hasMessageContaining("registry move");
    }

    @Test
    void aRowThatWasAlteredBySqlIsIgnoredAndReportedAtBoth() throws Exception {
        String key;
        try (var at = first.writer()) {
            at.add(organisation("hope"));
            at.add(organisation("pd"));
            key = at.mint(new KeyRequest("hope", List.of(), null, null), Instant.now())
                    .accessKeyId();
        }
        try (var a = SharedGateway.start(first);
                var b = SharedGateway.start(first.joined(folder.resolve("b")))) {
            sql("UPDATE organisation SET type = 'law_enforcement.police' WHERE id = 'pd'");
            sql("UPDATE access_key SET expires = 1");
            for (var each : List.of(a, b)) {
                Await.until(() -> each.altered.count() == 2);
                assertThat(each.registry.organisation("pd").orElseThrow().suspended())
                        .isTrue();
                assertThat(each.registry.organisation("hope").orElseThrow().suspended())
                        .isFalse();
                assertThat(each.registry.key(key)).isEmpty();
            }
            // The control: restored, they are used again.
            sql("UPDATE organisation SET type = 'nonprofit.child_protection' WHERE id = 'pd'");
            sql("UPDATE access_key SET expires = NULL");
            Await.until(() -> a.altered.count() == 0 && b.altered.count() == 0);
            assertThat(b.registry.organisation("pd").orElseThrow().suspended()).isFalse();
            assertThat(b.registry.key(key)).isPresent();
        }
    }

    @Test
    void anOlderDumpIsRefused() throws Exception {
        try (var at = first.writer()) {
            at.add(organisation("hope"));
        }
        var second = first.joined(folder.resolve("b"));
        sql("CREATE TABLE public.o AS SELECT * FROM organisation; CREATE TABLE public.h AS SELECT * FROM seal_head");
        var restore =
                "SET session_replication_role = replica; UPDATE organisation t SET suspended = o.suspended, version ="
                        + " o.version, mac = o.mac FROM public.o o WHERE o.id = t.id; DELETE FROM seal_head; INSERT INTO"
                        + " seal_head SELECT * FROM public.h";
        try (var a = SharedGateway.start(first);
                var b = SharedGateway.start(second);
                var at = a.place().writer()) {
            at.suspend("hope");
            Await.until(() -> b.registry.organisation("hope").orElseThrow().suspended());
            at.resume("hope");
            at.suspend("hope");
            Await.until(() -> b.registry.organisation("hope").orElseThrow().suspended());
            sql(restore);
            Await.until(() -> a.refuses() && b.refuses());
            Await.until(() -> a.registry.blockedReason() != null && b.registry.blockedReason() != null);
            assertThat(b.registry.blockedReason()).contains("not the one that the ledger knows");
            assertThatThrownBy(() -> at.resume("hope")).hasMessageContaining("not the one that the ledger knows");
        }
        assertThatThrownBy(() -> SharedGateway.start(first))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("not the one that the ledger knows");
        try (var at = first.writer()) {
            assertThat(at.verify().current()).isFalse();
        }
    }

    @Test
    void whatDoesNotBelongThereIsRefused() throws Exception {
        try (var at = first.writer()) {
            at.add(organisation("hope"));
        }
        sql("CREATE FUNCTION public.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        for (var change : List.of(
                List.of(
                        "CREATE TRIGGER lose BEFORE UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION public.lose()",
                        "DROP TRIGGER lose ON organisation"),
                List.of(
                        "CREATE RULE lose AS ON UPDATE TO access_key DO INSTEAD NOTHING",
                        "DROP RULE lose ON access_key"),
                List.of(
                        "ALTER TABLE evidence ENABLE ROW LEVEL SECURITY",
                        "ALTER TABLE evidence DISABLE ROW LEVEL SECURITY"),
                List.of(
                        "CREATE OPERATOR facegate_registry.<<>> (FUNCTION = pg_catalog.textne, LEFTARG = text,"
                                + " RIGHTARG = text)",
                        "DROP OPERATOR facegate_registry.<<>> (text, text)"),
                List.of("CREATE INDEX quick ON issuer (lower(digest))", "DROP INDEX quick"),
                List.of("CREATE INDEX few ON issuer (digest) WHERE removed IS NULL", "DROP INDEX few"),
                List.of(
                        "ALTER TABLE issuer ADD CONSTRAINT odd CHECK (length(digest) > 0)",
                        "ALTER TABLE issuer DROP CONSTRAINT odd"),
                List.of("CREATE DOMAIN facegate_registry.word AS text", "DROP DOMAIN facegate_registry.word"),
                List.of("CREATE VIEW shown AS SELECT * FROM organisation", "DROP VIEW shown"),
                List.of(
                        "ALTER TABLE organisation ALTER suspended TYPE numeric",
                        "ALTER TABLE organisation ALTER suspended TYPE bigint"),
                List.of(
                        "ALTER TABLE issuer ALTER digest DROP NOT NULL",
                        "ALTER TABLE issuer ALTER digest SET NOT NULL"),
                List.of(
                        "ALTER TABLE issuer DROP CONSTRAINT issuer_pkey",
                        "ALTER TABLE issuer ADD CONSTRAINT issuer_pkey PRIMARY KEY (id)"),
                List.of("GRANT DELETE ON organisation TO gateways", "REVOKE DELETE ON organisation FROM gateways"),
                List.of("GRANT TRUNCATE ON seal_head TO gateways", "REVOKE TRUNCATE ON seal_head FROM gateways"))) {
            sql(change.getFirst());
            assertThatThrownBy(first::writer).as(change.getFirst()).isInstanceOf(Unusable.class);
            sql(change.getLast());
            first.writer().close();
        }
    }

    /** A trigger that comes while a gateway is connected loses no change without an error. */
    @Test
    void aTriggerThatComesLaterStopsChangesAndCallers() throws Exception {
        try (var a = SharedGateway.start(first);
                var at = a.place().writer()) {
            at.add(organisation("hope"));
            sql("CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
            sql("CREATE TRIGGER keep BEFORE UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION public.keep()");
            assertThatThrownBy(() -> at.suspend("hope")).isInstanceOf(Unusable.class);
            Await.until(a::refuses);
            sql("DROP TRIGGER keep ON organisation");
            Await.until(() -> !a.refuses());
            at.suspend("hope");
            Await.until(() -> a.registry.organisation("hope").orElseThrow().suspended());
        }
    }
}
