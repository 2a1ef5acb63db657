package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four packaged gateways on one PostgreSQL and one Valkey answer 500 calls a second, and are restarted in turn meanwhile.
 * A gateway that was started is slow until the JVM has compiled it, so this takes minutes, and is not in the suite.
 */
class RollingRestartRun {
    private static final int GATEWAYS = 4;
    private static final int PER_SECOND = Integer.getInteger("facegate.calls", 500);

    /** Between two restarts that many were answered; callers that had to wait do not make up for it. */
    private static final int ANSWERED = PER_SECOND * 95 / 100;

    private static final Duration PERIOD = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void eachIsRestartedInTurnUnder500CallsASecondAndNoneFails() throws Exception {
        try (var fleet = Fleet.of(PackagedBuild.THIS.withBothCompilers(), folder, GATEWAYS)) {
            FleetAccounts.requireWhole(fleet, restartedInTurn(fleet), folder);
        }
    }

    private static List<FleetLoad.Call> restartedInTurn(Fleet fleet) {
        try (var load = new FleetLoad(fleet, PER_SECOND)) {
            load.awaitRate(ANSWERED, PERIOD);
            System.out.println("until the gateways were warm: " + load.figures());
            int first = load.calls().size();
            long began = System.nanoTime();
            for (int place = 0; place < GATEWAYS; place++) {
                fleet.restart(place);
                load.awaitRate(ANSWERED, PERIOD);
            }
            var before = FleetCost.of(fleet);
            int warm = load.calls().size();
            load.awaitRate(ANSWERED, PERIOD);
            System.out.println(FleetCost.of(fleet).since(before, load.calls().size() - warm));
            System.out.println("restarted in turn: " + load.figuresAfter(first, began));
            load.stop();
            assertThat(load.failed()).isEmpty();
            return load.calls();
        }
    }
}
