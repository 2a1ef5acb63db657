package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.testkit.TestValkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.rekognition.model.ThrottlingException;

/** Two packaged gateways that count calls together in a real Valkey. */
class LimitsIT {
    private static final String FACES = "{\"FaceMatches\":[]}";

    @TempDir
    Path folder;

    /** Two folders with the same keys and callers. */
    private Path[] folders(String quotas) throws IOException {
        var one = folder.resolve("a");
        var other = Files.createDirectory(folder.resolve("b"));
        Gateway.register(one, "care", "nonprofit.child_protection", "missing_child");
        Files.writeString(one.resolve("quotas.yaml"), quotas);
        try (var files = Files.list(one)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        return new Path[] {one, other};
    }

    private static Wire.Answer compare(Gateway gateway, Gateway.Key key) {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        var json = "{\"SourceImage\":{\"Bytes\":\"" + photo + "\"},\"TargetImage\":{\"Bytes\":\"" + photo + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send();
    }

    private static int status(Gateway gateway, Gateway.Key key) {
        return compare(gateway, key).status();
    }

    @Test
    void aBudgetHoldsForBothTogetherAndNothingPassesWhileValkeyIsKilled() throws Exception {
        var one = folder.resolve("a");
        var hope = Gateway.register(one, "hope", "nonprofit.child_protection", "missing_child");
        var folders = folders("""
            quotas:
              - {name: hope, organisation: hope, per_day: 20}
              - {name: care, organisation: care, per_day: 100000, per_second: 10000}
            """);
        var cares = List.of(Gateway.mint(folders[0], "care"), Gateway.mint(folders[1], "care"));
        try (var valkey = TestValkey.start(Files.createDirectory(folder.resolve("valkey")));
                var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, FACES));
            try (var first = Gateways.inFrontOf(vendor.url(), folders[0], "--limits", valkey.url());
                    var second = Gateways.inFrontOf(vendor.url(), folders[1], "--limits", valkey.url())) {
                var statuses = thirty(first, second, hope);
                int passed = Collections.frequency(statuses, 200);
                // On a busy machine Valkey or the face engine may answer too late, and the call is refused.
                assertThat(passed).isBetween(10, 20);
                assertThat(vendor.seen()).hasSize(passed);
                Await.until(() -> status(first, hope) == 400);
                throttlesAnUnmodifiedClient(first, hope);
                outage(valkey, vendor, List.of(first, second), cares);
                isUsedUpAgain(List.of(first, second), hope, 20 - passed);
            }
            assertThat(Gateway.records(folders[0]).toString()).contains("calls_limited", "quota_exceeded,hope");
            assertThat(Gateway.records(folders[1]).toString()).contains("limits_down,care", "quotas_loaded");
        }
    }

    private static List<Integer> thirty(Gateway first, Gateway second, Gateway.Key key) {
        var statuses = new CopyOnWriteArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int each = 0; each < 30; each++) {
                var gateway = each % 2 == 0 ? first : second;
                threads.submit(() -> statuses.add(status(gateway, key)));
            }
        }
        assertThat(statuses).hasSize(30);
        return statuses;
    }

    private static void throttlesAnUnmodifiedClient(Gateway gateway, Gateway.Key key) {
        var photo = SdkBytes.fromByteArray(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        try (var client = new Sdk(gateway.calls()).client(key)) {
            assertThatThrownBy(() -> client.compareFaces(ask ->
                            ask.sourceImage(image -> image.bytes(photo)).targetImage(image -> image.bytes(photo))))
                    .isInstanceOf(ThrottlingException.class)
                    .hasMessageContaining("hope-day");
        }
    }

    private static void outage(TestValkey valkey, FakeVendor vendor, List<Gateway> gateways, List<Gateway.Key> keys)
            throws Exception {
        for (int at = 0; at < gateways.size(); at++) {
            assertThat(status(gateways.get(at), keys.get(at))).isEqualTo(200);
            assertThat(gateways.get(at).readiness()).contains("\"limits\"").doesNotContain("Valkey at");
        }
        valkey.kill();
        int seen = vendor.seen().size();
        for (int at = 0; at < gateways.size(); at++) {
            refuses(gateways.get(at), keys.get(at), valkey);
        }
        assertThat(vendor.seen()).as("nothing is forwarded").hasSize(seen);
        valkey.startAgain();
        long began = System.nanoTime();
        for (int at = 0; at < gateways.size(); at++) {
            var gateway = gateways.get(at);
            var key = keys.get(at);
            Await.until(() -> status(gateway, key) == 200);
            long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            System.out.println("gateway " + at + " answers " + back + " ms after Valkey is back");
            assertThat(back)
                    .as("milliseconds after Valkey is back, at gateway " + at)
                    .isLessThan(5_000);
        }
    }

    private static void refuses(Gateway gateway, Gateway.Key key, TestValkey valkey) {
        for (int each = 0; each < 30; each++) {
            assertThat(status(gateway, key)).isEqualTo(503);
        }
        assertThat(gateway.log().lines().filter(line -> line.contains("counts that gateways share cannot be reached")))
                .as("announced when it begins, not for each call")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(gateway.readiness()).contains("Valkey at 127.0.0.1:" + valkey.port());
    }

    /** The server is empty: each gateway tells it its parts without being called. */
    private static void isUsedUpAgain(List<Gateway> gateways, Gateway.Key key, int left) throws Exception {
        for (var gateway : gateways) {
            Await.until(() -> left(gateway, key) <= left);
            for (int each = 0; each <= left; each++) {
                status(gateway, key);
            }
            assertThat(status(gateway, key)).isIn(400, 503);
        }
    }

    /** How many calls are left of the quota, by the counts of all gateways. */
    private static int left(Gateway gateway, Gateway.Key key) throws Exception {
        var me = Neutral.of(gateway).send(key, "GET", "me").json();
        return me.path("quota").path(0).path("left").asInt(Integer.MAX_VALUE);
    }

    private static String detect(Gateway gateway, Gateway.Key key, String purpose) {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        return Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(key.id(), key.secret()),
                        "DetectFaces",
                        "{\"Image\":{\"Bytes\":\"" + photo + "\"}}",
                        Map.of("Facegate-Purpose", purpose),
                        Wire.usual())
                .send()
                .json()
                .toString();
    }

    @Test
    void aPictureThatWasRefusedAtBothIsBlockedAtBothAndAfterARestart() throws Exception {
        var purposes = new String[] {"suspect_identification", "missing_child", "missing_person", "border_entry"};
        var police = Gateway.register(folder.resolve("a"), "springfield-police", "law_enforcement.police", purposes);
        var folders = folders("quotas: []\n");
        try (var valkey = TestValkey.start(Files.createDirectory(folder.resolve("valkey")));
                var vendor = FakeVendor.start()) {
            try (var first = Gateways.inFrontOf(vendor.url(), folders[0], "--limits", valkey.url());
                    var second = Gateways.inFrontOf(vendor.url(), folders[1], "--limits", valkey.url())) {
                assertThat(detect(first, police, purposes[0])).contains("amazon-rekognition-2020/police");
                assertThat(detect(second, police, purposes[1])).doesNotContain("tried_elsewhere");
                assertThat(detect(first, police, purposes[2])).doesNotContain("tried_elsewhere");
                for (var gateway : new Gateway[] {first, second}) {
                    assertThat(detect(gateway, police, purposes[3]))
                            .contains("tried_elsewhere", "made at other gateways");
                    assertThat(detect(gateway, police, purposes[0])).doesNotContain("tried_elsewhere");
                }
            }
            try (var again = Gateways.inFrontOf(vendor.url(), folders[1], "--limits", valkey.url())) {
                assertThat(detect(again, police, purposes[3])).contains("tried_elsewhere");
            }
            try (var alone = Gateways.inFrontOf(vendor.url(), folders[1])) {
                assertThat(detect(alone, police, purposes[3]))
                        .as("control: without Valkey it knows none of them")
                        .doesNotContain("tried_elsewhere");
            }
            assertThat(vendor.seen()).isEmpty();
        }
    }

    @Test
    void aFallbackIsNamedByHealthAndRecord() throws Exception {
        var one = folder.resolve("a");
        var hope = Gateway.register(one, "hope", "nonprofit.child_protection", "missing_child");
        Files.writeString(one.resolve("quotas.yaml"), "quotas: [{name: hope, organisation: hope, per_day: 10}]\n");
        try (var valkey = TestValkey.start(Files.createDirectory(folder.resolve("valkey")));
                var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, FACES));
            try (var gateway =
                    Gateways.inFrontOf(vendor.url(), one, "--limits", valkey.url(), "--limits-fallback", "0.5")) {
                assertThat(status(gateway, hope)).isEqualTo(200);
                valkey.kill();
                int passed = 0;
                for (int each = 0; each < 10; each++) {
                    passed += status(gateway, hope) == 200 ? 1 : 0;
                }
                assertThat(passed).isEqualTo(4);
                assertThat(gateway.readiness()).contains("This gateway counts alone");
                Await.until(() -> gateway.acts().contains("limits_fallback 0.5"));
                valkey.startAgain();
                Await.until(() -> status(gateway, hope) == 200);
                Await.until(() -> gateway.acts().contains("limits_restored 0.5"));
            }
        }
    }

    @Test
    void usageErrorsSayWhatToDo() throws Exception {
        var bad = Files.writeString(folder.resolve("bad.yaml"), "quotas: [{name: a, organisation: hope}]\n");
        var word = Files.writeString(folder.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-------"));
        for (var words : new String[][] {
            {"--limits", "http://127.0.0.1:1"},
            {"--limits", "redis://gateway:secret@127.0.0.1:1"},
            {"--limits", "redis://valkey.example:1", "--limits-password", word.toString()},
            {"--limits-fallback", "0.5"},
            {"--limits", "redis://127.0.0.1:1", "--limits-fallback", "2"},
            {"--limits", "redis://127.0.0.1:1", "--limits-fallback", "0"},
            {"--quotas", bad.toString()},
        }) {
            var all = new java.util.ArrayList<>(
                    java.util.List.of("serve", "--data", folder.resolve("d").toString()));
            all.addAll(java.util.List.of(words));
            var said = Gateway.run(all.toArray(String[]::new));
            assertThat(said.code()).as(String.join(" ", words) + said.err()).isEqualTo(2);
            assertThat(said.err()).doesNotContain("secret").isNotBlank();
        }
    }
}
