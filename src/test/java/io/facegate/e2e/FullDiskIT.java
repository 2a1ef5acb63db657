package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.ledger.fault.Faults;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk: nothing is forwarded, little is logged, and when there is room the gateway goes on by itself. */
class FullDiskIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
    private static final int REFUSED = 500;

    @TempDir
    private Path folder;

    @Test
    void whenThereIsRoomAgainTheGatewayGoesOn() throws Exception {
        try (var disk = SmallDisk.at(folder.resolve("disk"), "24m");
                var vendor = FakeVendor.start()) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}"));
            var data = disk.folder().resolve("data");
            var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
            try (var gateway = Gateways.inFrontOf(vendor.url(), data, disk.environment())) {
                var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
                for (int call = 0; call < 5; call++) {
                    assertThat(wire.send().status()).isEqualTo(200);
                }
                refusesWhileFull(disk, vendor, gateway, wire);
                disk.free();
                Await.until(() -> wire.send().status() == 200);
                Await.until(() -> health(gateway, "/health").equals("200"));
                assertThat(gateway.process().isAlive()).isTrue();
                for (int call = 0; call < 5; call++) {
                    assertThat(wire.send().status()).isEqualTo(200);
                }
                assertThat(gateway.log()).contains("accepts records again");
            }
            assertThat(Gateway.run("ledger", "verify", "--data", data.toString())
                            .code())
                    .isZero();
            assertThat(Gateway.records(data))
                    .anySatisfy(
                            record -> assertThat(record.path("kind").asText()).isEqualTo("GAP"))
                    .anySatisfy(record ->
                            assertThat(record.path("attempts").asLong()).isGreaterThan(REFUSED / 2))
                    .filteredOn(record -> record.path("kind").asText().equals("GAP"))
                    .allSatisfy(record -> assertThat(
                                    Instant.parse(record.path("since").asText()))
                            .isAfter(Instant.EPOCH));
        }
    }

    private void refusesWhileFull(SmallDisk disk, FakeVendor vendor, Gateway gateway, Wire wire) throws Exception {
        // Until what was written last has left the log, it has room of its own.
        Await.until(() -> size(gateway.data().resolve("ledger.db-wal")) == 0);
        int lines = lines(gateway);
        int seen = vendor.seen().size();
        int answered = 0;
        int refused = 0;
        long start = System.nanoTime();
        while (refused < REFUSED
                || System.nanoTime() - start < Duration.ofSeconds(7).toNanos()) {
            disk.fill();
            var answer = wire.send();
            assertThat(answer.status()).isIn(200, 500, 503);
            if (answer.status() == 200) {
                answered++;
            } else {
                refused++;
                assertThat(answer.message()).doesNotContain("restarted");
            }
        }
        assertThat(answered).as("what other files let go of is soon used up").isLessThan(50);
        assertThat(vendor.seen()).as("forwarded").hasSize(seen + answered);
        assertThat(health(gateway, "/health/ready")).contains("disk is full");
        assertThat(health(gateway, "/health/live")).isEqualTo("200");
        assertThat(lines(gateway) - lines).as(gateway.log()).isLessThan(25);
    }

    /** The control: where it is not known what is on disk, room heals nothing, and the process says that it is of no use. */
    @Test
    void afterAFailedSyncItStaysRefusedAndIsNotAlive() throws Exception {
        try (var vendor = FakeVendor.start()) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}"));
            var data = folder.resolve("data");
            var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
            var broken = folder.resolve("broken");
            var faults = Map.of(
                    "LD_PRELOAD", Faults.library().toString(),
                    "FAULT_FOLDER", data.toRealPath().toString(),
                    "FAULT_EIO_WHILE", broken.toString());
            try (var gateway = Gateways.inFrontOf(vendor.url(), data, faults)) {
                var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
                assertThat(health(gateway, "/health/live")).isEqualTo("200");
                assertThat(wire.send().status()).isEqualTo(200);
                Files.createFile(broken);
                Await.until(() -> wire.send().status() != 200);
                Files.delete(broken);
                int seen = vendor.seen().size();
                for (int call = 0; call < 30; call++) {
                    assertThat(wire.send().status()).isIn(500, 503);
                    Thread.sleep(100);
                }
                assertThat(vendor.seen()).hasSize(seen);
                assertThat(health(gateway, "/health/live")).contains("restarted");
            }
        }
    }

    private static int lines(Gateway gateway) {
        return (int) gateway.log().lines().count();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (java.io.IOException gone) {
            return -1;
        }
    }

    /** {@code 200}, or all that it says. */
    private static String health(Gateway gateway, String path) {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(gateway.health().resolve(path)).build();
            var answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "200" : answer.body();
        } catch (java.io.IOException broken) {
            return String.valueOf(broken.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
