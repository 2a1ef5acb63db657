package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four packaged gateways on one PostgreSQL and one Valkey, under calls that do not stop. */
class RollingRestartIT {
    private static final int GATEWAYS = 4;

    /** The machine has room left to start gateways; {@link RollingRestartRun} takes ten times as many. */
    private static final int PER_SECOND = 50;

    private static final int SOME = 100;

    @TempDir
    private Path folder;

    /** A stop by SIGTERM fails no call, loses no record, and nothing is sent without one. */
    @Test
    void eachIsRestartedInTurnAndNoCallFails() throws Exception {
        try (var fleet = new Fleet(folder, GATEWAYS)) {
            FleetAccounts.requireWhole(fleet, restartedInTurn(fleet), folder);
        }
    }

    private static List<FleetLoad.Call> restartedInTurn(Fleet fleet) {
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
            load.stop();
            System.out.println("restarted in turn: " + load.figures());
            assertThat(load.failed()).isEmpty();
            return load.calls();
        }
    }
}
