package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.registry.postgres.RegistryMigration;
import io.facegate.usecase.delivery.BundleWorkshop;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway of this build on a shared registry with the tables of the layout before, and with those of a newer one. */
class PreviousLayoutTest {
    private static final String WITHOUT_TABLES =
            "DROP TABLE policy_activation, policy_content, salt, salt_erased, salt_list, salt_head, appeal_step; ";
    private static final String OF_THE_LAYOUT_BEFORE =
            WITHOUT_TABLES + "DELETE FROM flyway_schema_history WHERE version IN ('11', '12') OR version IS NULL";
    private static final String OF_A_NEWER_ONE =
            "INSERT INTO flyway_schema_history (installed_rank, version, description,"
                    + " type, script, installed_by, execution_time, success)"
                    + " VALUES (1000, '999', 'later', 'SQL', 'V999__later.sql', 'owner', 1, true); ALTER TABLE stop ADD later text";

    @TempDir
    private Path folder;

    private Place place;
    private @Nullable SharedGateway gateway;

    @BeforeEach
    void start() throws Exception {
        place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        SharedGateway.start(place).close();
        try (var at = place.writer()) {
            at.people()
                    .add(new Person(
                            "m.roe", Set.of(Role.OPERATOR, Role.POLICY_EDITOR), null, null, Instant.now(), null));
        }
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private void sql(String statements) {
        Server.shared().tamper(place.ledger().database(), "SET search_path = facegate_registry; " + statements);
    }

    private int migrate() throws SQLException {
        var url = place.ledger().database().url().replaceAll("user=\\w+", "user=owner");
        return RegistryMigration.migrate(new PostgresAddress(url, null), "gateways");
    }

    private void add(String id) {
        try (var at = place.writer()) {
            at.add(SharedRegistryChild.organisation(id));
        }
    }

    private void knows(String id) {
        Await.until(() -> gateway.registry.organisation(id).isPresent());
    }

    private ActivatedPolicies policies() {
        return new ActivatedPolicies(new RegistryAccess(
                place.registry(), place.ledger(), gateway.ledger, new ActingPerson("m.roe", "Because of 12.")));
    }

    private byte[] archive() throws Exception {
        var files = Files.createTempDirectory(folder, "next");
        for (var file :
                Map.of("a.yaml", BundleWorkshop.pack("a", "permit detect")).entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
        return ActivatedPolicies.pack(files);
    }

    /** Gateways are replaced first, and the tables are migrated when all of them are new, under calls. */
    @Test
    void aGatewayRunsOnTheTablesBeforeAndThroughTheirMigration() throws Exception {
        sql(OF_THE_LAYOUT_BEFORE);
        gateway = SharedGateway.start(place);
        add("before");
        knows("before");
        var archive = archive();
        assertThatThrownBy(() -> policies().propose(archive))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("facegate registry migrate");
        assertThat(migrate()).isPositive();
        add("after");
        knows("after");
        knows("before");
        policies().propose(archive);
        Await.until(() -> gateway.registry.lastVerified().policies() != null);
    }

    /** An operator repairs the registry on the tables before as well; for a move, they are migrated first. */
    @Test
    void repairsNeedNoMigrationAndAMoveTellsIt() throws Exception {
        sql(OF_THE_LAYOUT_BEFORE);
        add("before");
        var repair = new SealRepair(place.registry(), place.journal());
        repair.rotate();
        repair.accept(Instant.now());
        add("after");
        assertThatThrownBy(() -> RegistryStorage.move(
                        new RegistryStorage.Route(place.registry(), RegistryAddress.ofFolder(folder.resolve("a"))),
                        place.ledger(),
                        new ActingPerson("m.roe", "Because of 12."),
                        (from, policies) -> null))
                .hasMessageContaining("facegate registry migrate");
        assertThat(migrate()).isPositive();
        repair.rotate();
        add("later");
    }

    /** Whoever removes the tables has not undone an activation: its row is listed. */
    @Test
    void tablesThatSomebodyPutBackDoNotHideActivatedPolicies() throws Exception {
        gateway = SharedGateway.start(place);
        add("one");
        policies().propose(archive());
        sql(OF_THE_LAYOUT_BEFORE);
        Await.until(() ->
                PolicyActivation.UNKNOWN.equals(gateway.registry.lastVerified().policies()));
        assertThatThrownBy(() -> policies().propose(archive())).hasMessageContaining("removed outside Facegate");
    }

    /** The broken control of the test above: the tables are those of the layout before, and the migrations are not. */
    @Test
    void removedTablesAreNotThoseOfTheLayoutBefore() {
        sql(WITHOUT_TABLES);
        assertThatThrownBy(() -> SharedGateway.start(place)).hasMessageContaining("changed columns");
    }

    private Optional<PostgresSaltStore> salts() throws SQLException {
        var roots = place.journal().roots();
        return PostgresSaltStore.open(
                place.registry(),
                name -> {
                    var newest = roots.newest(name);
                    return new SealOptions(TamperAlarm.NONE, newest == null, newest == null ? null : newest.after());
                },
                TamperAlarm.NONE);
    }

    /** Erased words would come back from a file if nobody knew that the list of what was erased is missing. */
    @Test
    void tablesOfSaltsThatTheLedgerKnowsAreMissed() throws Exception {
        gateway = SharedGateway.start(place);
        add("one");
        try (var salts = salts().orElseThrow()) {
            salts.erase(List.of("r-1"));
            salts.recordRoot(LedgerChangeJournal.of(gateway.ledger));
        }
        gateway.close();
        gateway = null;
        sql(OF_THE_LAYOUT_BEFORE);
        assertThatThrownBy(this::salts)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("The tables of salts were removed");
    }

    @Test
    void theLayoutBeforeHasNoSalts() throws Exception {
        gateway = SharedGateway.start(place);
        add("one");
        sql(OF_THE_LAYOUT_BEFORE);
        assertThat(salts()).isEmpty();
    }

    @Test
    void aNewerLayoutIsRefusedByAGatewayThatRunsAndIsNotMigratedBack() throws Exception {
        gateway = SharedGateway.start(place);
        add("one");
        knows("one");
        sql(OF_A_NEWER_ONE);
        Await.until(gateway::refuses);
        assertThatThrownBy(() -> add("two"))
                .hasMessageContaining("of a newer version of Facegate. Update this gateway.")
                .hasMessageNotContaining("Somebody changed the registry");
        assertThatThrownBy(this::migrate).hasMessageContaining("of a newer version of Facegate");
    }
}
