package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.ledger.postgres.Server;
import io.facegate.testkit.LongRun;
import io.facegate.testkit.ReducedTries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four packaged gateways under calls that do not stop, while one is killed, one is parted from the database, and Valkey
 * and PostgreSQL are killed: nothing is lost, and nothing gets through.
 */
@LongRun
class FleetOutagesIT {
    private static final int GATEWAYS = 4;
    private static final int PER_SECOND = ReducedTries.times(30, 200);
    private static final int SOME = ReducedTries.times(40, 1000);
    private static final int KILLED = 1;
    private static final int PARTED = 2;

    /** In milliseconds: gateways answer again this soon after what they need is back. What was measured is printed. */
    private static final long LATEST = 5_000;

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostAndNothingGetsThroughWhateverFails() throws Exception {
        try (var fleet = Fleet.relayed(folder, GATEWAYS)) {
            var calls = throughOutages(fleet);
            fleet.stopGateways();
            var accounts = new FleetAccounts(fleet, calls);
            accounts.areWhole();
            accounts.agreeWithTheTrail(folder);
            var invented = new ArrayList<>(calls);
            invented.add(new FleetLoad.Call(1, "d-invented", List.of("200")));
            assertThatThrownBy(new FleetAccounts(fleet, invented)::areWhole)
                    .as("an answer that nobody recorded is found")
                    .hasMessageContaining("d-invented");
        }
    }

    private List<FleetLoad.Call> throughOutages(Fleet fleet) throws Exception {
        try (var load = new FleetLoad(fleet, PER_SECOND)) {
            load.awaitMore(SOME);
            killAGateway(fleet, load);
            partAGateway(fleet, load);
            assertThat(load.failed())
                    .as("while one of the gateways was away, others answered")
                    .isEmpty();
            fleet.valkey().kill();
            fleet.requireNothingForwarded("Valkey");
            answersAgain(fleet, load, "Valkey", fleet.valkey()::startAgain);
            fleet.server().kill();
            fleet.requireNothingForwarded("PostgreSQL");
            answersAgain(fleet, load, "PostgreSQL", fleet.server()::startAgain);
            var standby = fleet.server().standby(folder.resolve("standby"));
            load.awaitMore(SOME);
            fleet.server().kill();
            fleet.requireNothingForwarded("the primary");
            answersAgain(fleet, load, "the standby's promotion", () -> promote(fleet, standby));
            load.awaitMore(SOME);
            load.stop();
            System.out.println("through outages: " + load.figures());
            return load.calls();
        }
    }

    private static void killAGateway(Fleet fleet, FleetLoad load) {
        fleet.gateways().get(KILLED).kill();
        load.awaitMore(SOME);
        fleet.startAgain(KILLED);
        load.awaitMore(SOME);
    }

    /** By a relay that keeps the connections and carries nothing, as a network that drops every packet between the two (0249). */
    private static void partAGateway(Fleet fleet, FleetLoad load) {
        var parted = fleet.gateways().get(PARTED);
        fleet.relay(PARTED).silent(true);
        Await.until(() -> !isReady(parted));
        load.awaitMore(SOME);
        assertThat(fleet.call().sentTo(parted.calls()).status())
                .as("one that cannot record forwards nothing")
                .isEqualTo(503);
        long began = System.nanoTime();
        fleet.relay(PARTED).silent(false);
        Await.until(() -> isReady(parted));
        requireBack(began, "gateway " + PARTED, "the network");
        load.awaitMore(SOME);
    }

    private static boolean isReady(Gateway gateway) {
        return Gateway.parsed(gateway.readiness()).get("status").asText().equals("UP");
    }

    /** Each gateway by itself: one that answers for all would hide another that does not. */
    private static void answersAgain(Fleet fleet, FleetLoad load, String what, Restart restart) throws Exception {
        restart.run();
        long began = System.nanoTime();
        var before = fleet.gateways().stream()
                .map(gateway -> load.answeredBy(gateway.calls()).get())
                .toList();
        for (int at = 0; at < before.size(); at++) {
            var answered = load.answeredBy(fleet.gateways().get(at).calls());
            int from = before.get(at);
            Await.until(() -> answered.get() > from);
            requireBack(began, "gateway " + at, what);
        }
        load.awaitMore(SOME);
    }

    private static void promote(Fleet fleet, Server standby) throws Exception {
        standby.promote();
        fleet.leadTo(standby);
    }

    private static void requireBack(long began, String who, String what) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        System.out.println(who + " answers " + millis + " ms after " + what + " is back");
        assertThat(millis)
                .as("milliseconds after " + what + " is back, at " + who)
                .isLessThan(LATEST);
    }

    /** Brings back what was away. */
    private interface Restart {
        void run() throws Exception;
    }
}
