package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.testkit.ReducedTries;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four packaged gateways on one PostgreSQL and one Valkey, under calls that do not stop. */
class RollingRestartIT {
    private static final int GATEWAYS = 4;
    /** The suite leaves the machine room to start gateways; the long run asks for more than two cores can take. */
    private static final int PER_SECOND = ReducedTries.times(50, 500);

    @TempDir
    private Path folder;

    /** One after the other is stopped by SIGTERM and started again: no call fails, and none is done for nobody. */
    @Test
    void eachIsRestartedInTurnAndNoCallFails() throws Exception {
        try (var fleet = new Fleet(folder, GATEWAYS)) {
            List<FleetLoad.Call> calls;
            try (var load = new FleetLoad(fleet, PER_SECOND)) {
                load.awaitMore(200);
                var before = FleetCost.of(fleet);
                int first = load.calls().size();
                load.awaitMore(600);
                System.out.println(
                        FleetCost.of(fleet).since(before, load.calls().size() - first));
                for (int place = 0; place < GATEWAYS; place++) {
                    fleet.restart(place);
                    load.awaitMore(200);
                }
                load.close();
                System.out.println("rolling restart of " + GATEWAYS + ": " + load.figures());
                assertThat(load.failed()).isEmpty();
                calls = load.calls();
            }
            fleet.stopGateways();
            var accounts = new FleetAccounts(fleet, calls);
            accounts.areWhole();
            accounts.agreeWithTheTrail(folder);
        }
    }

    /** What ends without a word loses no more than the calls that it had; the ledger and the vendor's trail agree. */
    @Test
    void oneAndThenTheDatabaseAreKilledAndNothingIsSentWithoutARecord() throws Exception {
        try (var fleet = new Fleet(folder, GATEWAYS)) {
            int killed = java.util.concurrent.ThreadLocalRandom.current().nextInt(GATEWAYS);
            List<FleetLoad.Call> calls;
            try (var load = new FleetLoad(fleet, PER_SECOND)) {
                load.awaitMore(200);
                fleet.gateways().get(killed).kill();
                load.awaitMore(200);
                fleet.startAgain(killed);
                load.awaitMore(200);
                System.out.println("gateway " + killed + " killed: " + load.figures());
                assertThat(load.failed()).as("a call is tried again elsewhere").isEmpty();
                fleet.server().kill();
                Gateway.pause(1000);
                fleet.server().startAgain();
                load.awaitMore(200);
                load.close();
                System.out.println("and the database: " + load.failed().size() + " failed; " + load.figures());
                calls = load.calls();
            }
            fleet.stopGateways();
            var accounts = new FleetAccounts(fleet, calls);
            accounts.areWhole();
            assertThat(accounts.unanswered())
                    .as("at most what the killed one had in flight")
                    .isLessThanOrEqualTo((int)
                            calls.stream().filter(one -> one.tries().size() > 1).count());
            accounts.agreeWithTheTrail(folder);
        }
    }
}
