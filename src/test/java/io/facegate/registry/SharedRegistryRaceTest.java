package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.SharedGateway.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers in several processes keep one head, and one that is killed in the middle of a change loses nothing. */
class SharedRegistryRaceTest {
    private static final int EACH = 25;

    @TempDir
    private Path folder;

    private Place first;

    @BeforeEach
    void migrate() throws Exception {
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
    }

    @Test
    void twoProcessesKeepOneHead() throws Exception {
        var second = first.joined(folder.resolve("b"));
        var third = first.joined(folder.resolve("c"));
        var one = SharedRegistryChild.start(first, "one", EACH);
        var two = SharedRegistryChild.start(second, "two", EACH);
        try (var watching = SharedGateway.start(third)) {
            for (var process : new Process[] {one, two}) {
                var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(said).isZero();
                assertThat(said.lines().filter(line -> line.startsWith("added ")))
                        .hasSize(EACH);
            }
            Await.until(() -> watching.registry.organisations().size() == 2 * EACH);
            assertThat(watching.altered.count()).isZero();
            try (var writer = third.writer()) {
                assertThat(writer.verify().isIntact()).isTrue();
            }
        }
        assertThat(LedgerVerification.verify(first.ledger()).damage()).isNull();
    }

    /** The control: of two writers that do not lock the head, the second puts its row into the list that it had read. */
    @Test
    void withoutTheLockTheHeadLosesARow() throws Exception {
        try (var writer = first.writer()) {
            writer.add(SharedRegistryChild.organisation("hope"));
        }
        var wrote = new CountDownLatch(1);
        var slow = Thread.ofPlatform()
                .start(() -> addUnlocked("slow", (act, subject, person) -> {
                    wrote.countDown();
                    java.util.concurrent.locks.LockSupport.parkNanos(2_000_000_000L);
                }));
        wrote.await();
        addUnlocked("fast", (act, subject, person) -> {});
        slow.join();
        try (var writer = first.writer()) {
            assertThat(writer.verify().altered()).containsExactly("organisation/slow");
        }
    }

    private void addUnlocked(String id, ChangeJournal journal) {
        var vault = SecretCipher.open(first.registry().data(), SecretCipher.Guard.REGISTRY);
        var seal = RegistryDatabase.seal(vault, PostgresRegistryConnection.DIALECT);
        var session = new PostgresAddress.Session("test", "facegate_registry", 30);
        try (var connection = first.registry().database().connect(session)) {
            connection.setAutoCommit(false);
            OrganisationRows.write(connection, SharedRegistryChild.organisation(id));
            var change = new Change("org_add", id, null, RegistryRoots.unchanged(seal.name(), ""));
            seal.record(connection, journal, change, List.of(WrittenRow.of(SealedTable.ORGANISATION, id)), Map.of());
            connection.commit();
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void oneThatIsKilledInTheMiddleOfAChangeLosesNothing() throws Exception {
        var second = first.joined(folder.resolve("b"));
        try (var b = SharedGateway.start(second)) {
            var dying = SharedRegistryChild.start(first, "one", -2);
            var said = new String(dying.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(dying.waitFor()).as(said).isEqualTo(137);
            assertThat(said).contains("recorded one-lost");
            Await.until(() -> b.registry.organisation("one-1").isPresent());
            try (var writer = second.writer()) {
                writer.add(SharedRegistryChild.organisation("two-0"));
                assertThat(writer.verify().isIntact()).isTrue();
                assertThat(writer.organisations())
                        .extracting(one -> one.id())
                        .containsExactly("one-0", "one-1", "two-0");
            }
            Await.until(() -> b.registry.organisation("two-0").isPresent());
            assertThat(b.refuses()).isFalse();
        }
        try (var again = SharedGateway.start(first)) {
            assertThat(again.registry.organisations()).hasSize(3);
        }
    }
}
