package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.testkit.ReducedTries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four packaged gateways on one PostgreSQL and one Valkey, under calls that do not stop. */
class RollingRestartIT {
    private static final int GATEWAYS = 4;

    /** The suite leaves the machine room to start gateways; the long run asks for more than two cores can take. */
    private static final int PER_SECOND = ReducedTries.times(50, 500);

    private static final int SOME = ReducedTries.times(100, 1000);

    @TempDir
    private Path folder;

    /** A stop by SIGTERM fails no call; a kill loses no record, and nothing is sent without one. */
    @Test
    void restartsAndKillsUnderCallsLoseNothing() throws Exception {
        try (var fleet = new Fleet(folder, GATEWAYS)) {
            var calls = new ArrayList<>(restartedInTurn(fleet));
            assertThat(fleet.vendor().seen())
                    .as("nobody did work that nobody was told of")
                    .hasSameSizeAs(calls);
            calls.addAll(killed(fleet));
            fleet.stopGateways();
            var accounts = new FleetAccounts(fleet, calls);
            accounts.areWhole();
            accounts.agreeWithTheTrail(folder);
        }
    }

    private static List<FleetLoad.Call> restartedInTurn(Fleet fleet) throws Exception {
        try (var load = new FleetLoad(fleet, PER_SECOND)) {
            load.awaitMore(SOME);
            var before = FleetCost.of(fleet);
            int first = load.calls().size();
            load.awaitMore(4 * SOME);
            System.out.println(FleetCost.of(fleet).since(before, load.calls().size() - first));
            for (int place = 0; place < GATEWAYS; place++) {
                fleet.restart(place);
                load.awaitMore(SOME);
            }
            load.close();
            System.out.println("restarted in turn: " + load.figures());
            assertThat(load.failed()).isEmpty();
            return load.calls();
        }
    }

    /** One of them, and then the database. */
    private static List<FleetLoad.Call> killed(Fleet fleet) throws Exception {
        int one = ThreadLocalRandom.current().nextInt(GATEWAYS);
        try (var load = new FleetLoad(fleet, PER_SECOND)) {
            load.awaitMore(SOME);
            fleet.gateways().get(one).kill();
            load.awaitMore(SOME);
            fleet.startAgain(one);
            load.awaitMore(SOME);
            assertThat(load.failed()).as("a call is tried again elsewhere").isEmpty();
            fleet.server().kill();
            Gateway.pause(1000);
            fleet.server().startAgain();
            load.awaitMore(SOME);
            load.close();
            System.out.println("gateway " + one + " and the database killed: "
                    + load.failed().size() + " failed; " + load.figures());
            return load.calls();
        }
    }
}
