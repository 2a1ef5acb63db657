package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four packaged gateways of an older build on one PostgreSQL and one Valkey, updated to this build under calls that do
 * not stop. The older build is the folder {@code quarkus-app} that the property {@code facegate.before} names; the long
 * run has one, and the suite does not, so this is not in the suite.
 */
class RollingUpgradeRun {
    private static final int GATEWAYS = 4;
    private static final int PER_SECOND = 40;
    private static final int SOME = 100;

    private final PackagedBuild before = new PackagedBuild(
            Path.of(Objects.requireNonNull(System.getProperty("facegate.before"), "facegate.before")));

    @TempDir
    private Path folder;

    /** In the order that the page for operators tells: the gateways one by one, and then the tables. */
    @Test
    void gatewaysAreReplacedInTurnThenTheTablesAreMigratedAndNoCallFails() throws Exception {
        try (var fleet = Fleet.of(before, folder, GATEWAYS)) {
            var calls = updated(fleet);
            fleet.stopGateways();
            areWhole(fleet, calls);
        }
    }

    private List<FleetLoad.Call> updated(Fleet fleet) {
        try (var load = new FleetLoad(fleet, PER_SECOND)) {
            load.awaitMore(SOME);
            for (int place = 0; place < GATEWAYS; place++) {
                fleet.stop(place);
                fleet.update(PackagedBuild.THIS);
                fleet.startAgain(place);
                load.awaitMore(SOME);
                if (place == GATEWAYS / 2 - 1) {
                    changesHoldAtAll(fleet, List.of(before, PackagedBuild.THIS));
                }
            }
            boolean areNew = fleet.migrate();
            load.awaitMore(SOME);
            changesHoldAtAll(fleet, List.of(PackagedBuild.THIS));
            if (areNew) {
                anOlderOneDoesNotStart(fleet);
            }
            load.awaitMore(SOME);
            load.stop();
            System.out.println("updated in turn, with " + (areNew ? "new" : "the same") + " tables: " + load.figures());
            assertThat(load.failed()).isEmpty();
            return load.calls();
        }
    }

    /** A key that a command of either build mints or revokes counts, or does not, at gateways of both. */
    private static void changesHoldAtAll(Fleet fleet, List<PackagedBuild> writers) {
        for (var writer : writers) {
            fleet.update(writer);
            var key = fleet.mint();
            fleet.gateways().forEach(gateway -> Await.until(() -> status(key, gateway) == 200));
            fleet.command(0, "key", "revoke", key.id()).expect(0);
            fleet.gateways().forEach(gateway -> Await.until(() -> status(key, gateway) == 400));
        }
        fleet.update(PackagedBuild.THIS);
    }

    private static int status(Gateway.Key key, Gateway gateway) {
        return Fleet.call(key).sentTo(gateway.calls()).status();
    }

    private void anOlderOneDoesNotStart(Fleet fleet) {
        fleet.stop(0);
        fleet.update(before);
        assertThatThrownBy(() -> fleet.startAgain(0))
                .hasMessageContaining(
                        "The database holds a registry of a newer version of Facegate. Update this gateway.");
        fleet.update(PackagedBuild.THIS);
        fleet.startAgain(0);
    }

    /** The wrong order: what an older gateway can no longer verify, it does not use. */
    @Test
    void gatewaysWhoseTablesWereMigratedBeforeThemForwardNothing() throws Exception {
        try (var fleet = Fleet.of(before, folder, GATEWAYS)) {
            var calls = migratedFirst(fleet);
            fleet.stopGateways();
            areWhole(fleet, calls);
        }
    }

    private List<FleetLoad.Call> migratedFirst(Fleet fleet) {
        try (var load = new FleetLoad(fleet, PER_SECOND)) {
            load.awaitMore(SOME);
            fleet.update(PackagedBuild.THIS);
            if (fleet.migrate()) {
                changesNothing(fleet);
                fleet.requireNothingForwarded("tables that they know");
            }
            for (int place = 0; place < GATEWAYS; place++) {
                fleet.stop(place);
                fleet.startAgain(place);
            }
            load.awaitMore(SOME);
            load.stop();
            System.out.println("migrated first: " + load.figures() + "; failed: "
                    + load.failed().size());
            return load.calls();
        }
    }

    /** A command asks the gateway of its folder to record the change, and an older one cannot read the registry. */
    private static void changesNothing(Fleet fleet) {
        var refused = fleet.command(0, "key", "mint", "--org", "hope").expect(1);
        assertThat(refused.err())
                .contains("Nothing was changed")
                .contains("The database holds a registry of a newer version of Facegate. Update this gateway.");
    }

    /** The one ledger, which both builds verify; the older one cannot write to a registry with newer tables. */
    private void areWhole(Fleet fleet, List<FleetLoad.Call> calls) throws Exception {
        var accounts = new FleetAccounts(fleet, calls);
        accounts.areWhole();
        accounts.agreeWithTheTrail(folder);
        fleet.update(before);
        assertThat(fleet.command(0, "ledger", "verify").expect(0).out()).contains("The ledger verifies: ");
    }
}
