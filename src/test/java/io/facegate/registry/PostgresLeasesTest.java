package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceLocks;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases of two gateways in one real PostgreSQL, as their least-privileged role. */
class PostgresLeasesTest {
    private static final ResourceId GALLERY = new ResourceId("rekognition", ResourceKind.COLLECTION, "g");
    private static final Set<ResourceId> BOTH =
            Set.of(GALLERY, new ResourceId("rekognition", ResourceKind.COLLECTION, "h"));

    @TempDir
    private Path folder;

    private Place place;
    private TwoGateways gateways;

    @BeforeEach
    void open() throws Exception {
        place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        gateways = TwoGateways.open(place, place.joined(folder.resolve("b")));
    }

    @AfterEach
    void close() {
        gateways.close();
    }

    private static long inSeconds(int seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private void sql(String statement) {
        Server.shared().tamper(place.ledger().database(), "SET search_path = facegate_registry; " + statement);
    }

    @Test
    void manyUseItOrOneChangesIt() throws Exception {
        var a = new ResourceLocks(gateways.first().leases());
        var b = new ResourceLocks(gateways.second().leases());
        var using = new AtomicInteger();
        var most = new AtomicInteger();
        var changing = new AtomicBoolean();
        var waits = Collections.synchronizedList(new ArrayList<Long>());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                var at = i % 2 == 0 ? a : b;
                boolean alone = i % 6 == 0;
                threads.submit(() -> {
                    long began = System.nanoTime();
                    return at.runLocked(BOTH, alone, inSeconds(120), () -> {
                        waits.add(System.nanoTime() - began);
                        most.accumulateAndGet(using.incrementAndGet(), Math::max);
                        assertThat(changing.compareAndExchange(false, alone)).isFalse();
                        assertThat(!alone || using.get() == 1).isTrue();
                        ResourceLeases.Held.require();
                        sleep(5);
                        changing.set(false);
                        return using.decrementAndGet();
                    });
                });
            }
        }
        assertThat(waits).hasSize(60);
        assertThat(using).hasValue(0);
        assertThat(most.get()).as("uses side by side").isGreaterThan(1);
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void whoWaitsInVainIsToldSo() {
        try (var held = gateways.first().leases().take(GALLERY, true, inSeconds(5))) {
            assertThatThrownBy(() -> gateways.second().leases().take(GALLERY, false, inSeconds(1)))
                    .isInstanceOf(Fault.Overloaded.class);
            held.requireHeld();
        }
        // The one that waited in vain keeps nobody waiting.
        gateways.first().leases().take(GALLERY, true, inSeconds(1)).close();
    }

    /** Its gateway goes on renewing it, however long the vendor takes. */
    @Test
    void aSlowHolderKeepsItsLease() throws Exception {
        try (var held = gateways.first().leases().take(GALLERY, false, inSeconds(5))) {
            Thread.sleep(PostgresLeases.LASTS.plusSeconds(2));
            assertThatThrownBy(() -> gateways.second().leases().take(GALLERY, true, inSeconds(1)))
                    .isInstanceOf(Fault.Overloaded.class);
            held.requireHeld();
            held.requireInTime();
        }
    }

    /** A holder that stood still: its lease is over, and another gateway has it. It sends nothing and records nothing. */
    @Test
    void whatWasTakenOverSendsAndRecordsNothing() {
        var a = gateways.first();
        a.register(SharedResourcesTest.owned(GALLERY, "hope", "missing_child"));
        var locks = new ResourceLocks(a.leases());
        for (boolean alone : new boolean[] {true, false}) {
            locks.runLocked(Set.of(GALLERY), alone, inSeconds(30), () -> {
                ResourceLeases.Held.require();
                sql("UPDATE resource_lease SET until = 0, gateway = 'stopped'");
                try (var taken = gateways.second().leases().take(GALLERY, true, inSeconds(5))) {
                    assertThatThrownBy(ResourceLeases.Held::require)
                            .isInstanceOf(Fault.RegistryDown.class)
                            .hasMessageContaining("Nothing more is sent");
                    assertThatThrownBy(() -> a.remove(GALLERY)).isInstanceOf(Fault.RegistryDown.class);
                    taken.requireHeld();
                }
                // It stays lost after the other one is done.
                assertThatThrownBy(ResourceLeases.Held::require).isInstanceOf(Fault.RegistryDown.class);
                assertThatThrownBy(() -> a.register(SharedResourcesTest.owned(GALLERY, "hope", "other")))
                        .isInstanceOf(Fault.RegistryDown.class);
                return alone;
            });
        }
        assertThat(a.find(GALLERY).orElseThrow().purpose()).isEqualTo("missing_child");
        // The control: outside that call, and in one that holds its lease, it is written.
        locks.runLocked(Set.of(GALLERY), true, inSeconds(30), () -> {
            a.remove(GALLERY);
            return GALLERY;
        });
        assertThat(gateways.second().find(GALLERY)).isEmpty();
    }

    /** Without the database nobody knows what others do, so nothing is sent; it recovers alone. */
    @Test
    void aKilledServerRefuses() throws Exception {
        try (var server = Server.in(folder.resolve("server"), Map.of())) {
            var registry = server.registry();
            var one = Place.of(folder.resolve("c"), Server.shared().ledger(), registry);
            try (var two = TwoGateways.open(one, one.joined(folder.resolve("d")))) {
                var held = two.first().leases().take(GALLERY, true, inSeconds(5));
                server.kill();
                assertThatThrownBy(() -> two.second().leases().take(GALLERY, false, inSeconds(5)))
                        .isInstanceOf(Fault.RegistryDown.class);
                assertThatThrownBy(held::requireHeld).isInstanceOf(Fault.RegistryDown.class);
                Thread.sleep(PostgresLeases.LASTS);
                assertThatThrownBy(held::requireInTime).isInstanceOf(Fault.RegistryDown.class);
                server.startAgain();
                long began = System.nanoTime();
                // Whichever comes first: the holder renews its lease, or another takes it.
                io.facegate.Await.until(() -> isFree(two.second().leases()) || isHeld(held));
                held.close();
                io.facegate.Await.until(() -> isFree(two.second().leases()));
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                System.out.println("leases are taken again " + millis + " ms after the server is back");
                assertThat(millis).isLessThan(6000);
            }
        }
    }

    private static boolean isHeld(ResourceLeases.Lease lease) {
        try {
            lease.requireHeld();
            return true;
        } catch (Fault down) {
            return false;
        }
    }

    private static boolean isExcluded(ResourceLeases leases) {
        try (var taken = leases.take(GALLERY, false, System.nanoTime())) {
            throw new AssertionError("two hold " + taken);
        } catch (Fault.Overloaded held) {
            return true;
        } catch (Fault down) {
            return false;
        }
    }

    private static boolean isFree(ResourceLeases leases) {
        try (var taken = leases.take(GALLERY, false, inSeconds(1))) {
            taken.requireHeld();
            return true;
        } catch (Fault down) {
            return false;
        }
    }

    @Test
    void aKilledGatewaysLeaseEndsInFourSeconds() throws Exception {
        var taken = new CountDownLatch(1);
        var child = LeaseChild.start(place, taken);
        assertThat(taken.await(1, TimeUnit.MINUTES)).isTrue();
        Thread.sleep(2500);
        assertThatThrownBy(() -> gateways.second().leases().take(GALLERY, false, inSeconds(1)))
                .as("it lives")
                .isInstanceOf(Fault.Overloaded.class);
        child.destroyForcibly().waitFor();
        long began = System.nanoTime();
        gateways.second().leases().take(GALLERY, true, inSeconds(30)).close();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        System.out.println("free " + millis + " ms after its holder was killed");
        assertThat(millis).isLessThan(5000);
    }
}
