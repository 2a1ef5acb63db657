package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of the registry is killed; that of the ledger stays. */
class SharedRegistryOutageTest {
    /** The limit, and what a busy machine needs to notice. */
    private static final long REFUSES_WITHIN = 6000;

    private static final long RECOVERS_WITHIN = 5000;

    @TempDir
    private Path folder;

    @Test
    void bothRefuseWithinFiveSecondsAndRecoverAlone() throws Exception {
        var ledger = Server.shared().ledger();
        try (var server = Server.in(folder.resolve("server"), Map.of())) {
            var registry = server.registry();
            var first = Place.of(folder.resolve("a"), ledger, registry);
            try (var at = first.writer()) {
                at.add(SharedRegistryChild.organisation("hope"));
            }
            try (var a = SharedGateway.start(first);
                    var b = SharedGateway.start(first.joined(folder.resolve("b")))) {
                for (int round = 0; round < 2; round++) {
                    long began = System.nanoTime();
                    server.kill();
                    Await.until(() -> a.refuses() && b.refuses());
                    long refused = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                    assertThat(refused).as("refuse").isBetween(3000L, REFUSES_WITHIN);
                    Thread.sleep(1000);
                    server.startAgain();
                    long recovered = millisUntil(() -> !a.refuses() && !b.refuses());
                    System.out.println("refused after " + refused + " ms, recovered after " + recovered + " ms");
                    assertThat(recovered).as("recover").isLessThan(RECOVERS_WITHIN);
                    var id = "org-" + round;
                    try (var at = b.place().writer()) {
                        at.add(SharedRegistryChild.organisation(id));
                    }
                    Await.until(() -> a.registry.organisation(id).isPresent());
                }
            }
        }
    }

    private static long millisUntil(BooleanSupplier so) {
        long began = System.nanoTime();
        Await.until(so::getAsBoolean);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** The broken control: a server that may forget what it acknowledged is not used. */
    @Test
    void aServerThatDoesNotSyncIsRefused() throws Exception {
        var ledger = Server.shared().ledger();
        for (var setting : List.of("fsync", "synchronous_commit")) {
            try (var server = Server.in(folder.resolve(setting), Map.of(setting, "off"))) {
                var place = Place.of(folder.resolve("x-" + setting), ledger, server.registry());
                org.assertj.core.api.Assertions.assertThatThrownBy(place::writer)
                        .hasMessageContaining(setting + " = off");
            }
        }
    }
}
