package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key of a registry in a real PostgreSQL, changed while two gateways use it. */
class SharedMasterKeyTest {
    private static KmsEmulator kms;

    @TempDir
    private Path folder;

    private Place first;

    @BeforeAll
    static void startKms() throws Exception {
        kms = KmsEmulator.start();
    }

    @AfterAll
    static void stopKms() throws Exception {
        kms.close();
    }

    @BeforeEach
    void register() throws Exception {
        DataKeyMemory.forgetAll();
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        try (var writer = first.writer()) {
            writer.add(SharedRegistryChild.organisation("hope"));
        }
    }

    private void rotate(String master, boolean newDataKey) {
        new SealRepair(first.registry(), first.journal()).rotate(new DataKeyRotation(master, newDataKey));
    }

    private static MasterKeyReference named(Place place) {
        return MasterKeyReference.read(place.registry().data());
    }

    private static void requireStarts(Place place) {
        DataKeyMemory.forgetAll();
        try (var gateway = SharedGateway.start(place)) {
            assertThat(gateway.registry.organisation("hope")).isPresent();
            assertThat(gateway.altered.rows()).isEmpty();
        }
    }

    /** Two gateways go on through every change of master key and data key, and start again afterwards. */
    @Test
    void runningGatewaysFollowEveryRotation() throws Exception {
        var second = first.joined(folder.resolve("b"));
        var refused = new AtomicInteger();
        var done = new AtomicBoolean();
        try (var a = SharedGateway.start(first);
                var b = SharedGateway.start(second)) {
            var caller = Thread.ofVirtual().start(() -> {
                while (!done.get()) {
                    refused.addAndGet(a.refuses() || b.refuses() ? 1 : 0);
                    java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
                }
            });
            var master = kms.key();
            for (var step : new DataKeyRotation[] {
                new DataKeyRotation(master, false),
                new DataKeyRotation(kms.key(), false),
                new DataKeyRotation(null, true),
                new DataKeyRotation("file:" + folder.resolve("master.key"), true),
                new DataKeyRotation(master, false)
            }) {
                new SealRepair(first.registry(), first.journal()).rotate(step);
                Await.until(() -> named(first).equals(named(second)));
                try (var writer = second.writer()) {
                    writer.add(SharedRegistryChild.organisation(
                            "at-" + named(first).generation()));
                }
                var added = "at-" + named(first).generation();
                Await.until(() -> a.registry.organisation(added).isPresent()
                        && b.registry.organisation(added).isPresent());
            }
            done.set(true);
            caller.join();
            assertThat(a.altered.rows()).isEmpty();
        }
        assertThat(refused).hasValue(0);
        assertThat(named(second).generation()).isEqualTo(5);
        assertThat(second.registry().data().resolve("registry.key")).doesNotExist();
        requireStarts(second);
        requireStarts(first);
    }

    @Test
    void aGatewayThatWasAwayNeedsTheNameOfTheMasterKey() throws Exception {
        rotate(kms.key(), false);
        var second = first.joined(folder.resolve("b"));
        assertThat(second.registry().data().resolve("registry.key")).doesNotExist();
        requireStarts(second);
        DataKeyMemory.forgetAll();
        rotate(kms.key(), true);
        DataKeyMemory.forgetAll();
        assertThatThrownBy(() -> SharedGateway.start(second))
                .hasMessageContaining("names another master key than")
                .hasMessageContaining("gateway join");
        requireStarts(first.joined(second.registry().data()));
    }

    @Test
    void aGatewayStartsNotWithoutTheMasterKeyAndRunsOnWithoutIt() throws Exception {
        var master = kms.key();
        rotate(master, false);
        try (var gateway = SharedGateway.start(first)) {
            kms.disable(master);
            try (var writer = first.writer()) {
                writer.add(SharedRegistryChild.organisation("added"));
            }
            Await.until(() -> gateway.registry.organisation("added").isPresent());
            assertThat(gateway.refuses()).isFalse();
        }
        DataKeyMemory.forgetAll();
        assertThatThrownBy(() -> SharedGateway.start(first)).hasMessageContaining("AWS KMS refused the key");
        kms.enable(master);
        requireStarts(first);
    }

    /** Each rotation is killed after each of its records, in turn; what is left opens, and another rotation succeeds. */
    @Test
    void aRotationThatIsKilledLeavesTheOldOrTheNew() throws Exception {
        rotate("file:" + folder.resolve("one.key"), false);
        for (boolean newDataKey : new boolean[] {false, true}) {
            int code = MasterKeyChild.DIED;
            for (int records = 1; code == MasterKeyChild.DIED; records++) {
                var ended = MasterKeyChild.run(
                        first, "file:" + folder.resolve(newDataKey + "-" + records + ".key"), newDataKey, records);
                code = ended.code();
                assertThat(code).as(ended.output()).isIn(0, MasterKeyChild.DIED);
                requireStarts(first);
                try (var writer = first.writer()) {
                    assertThat(writer.verify().isIntact()).isTrue();
                }
            }
        }
        assertThat(Files.exists(first.registry().data().resolve("registry.master.next")))
                .isFalse();
    }
}
