package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged gateways with one registry in a real PostgreSQL: one command stops both, under calls. */
class StopSwitchIT {
    @TempDir
    Path folder;

    private String url;

    private Gateway.Result run(String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of(
                "--ledger",
                url,
                "--registry",
                url,
                "--data",
                folder.resolve("a").toString()));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    private Gateway start(FakeVendor vendor, String data) {
        return Gateways.inFrontOf(
                vendor.url(), folder.resolve(data), "--ledger", url, "--registry", url, "--contact", "ops@example.org");
    }

    private static Wire.Answer compare(Gateway gateway, Gateway.Key key) {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        var json = "{\"SourceImage\":{\"Bytes\":\"" + photo + "\"},\"TargetImage\":{\"Bytes\":\"" + photo + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send();
    }

    private static boolean answers(Gateway gateway, Gateway.Key key) {
        return compare(gateway, key).status() == 200;
    }

    private void setUp(Server server) {
        var name = server.empty();
        url = server.asGateway(name).url();
        var owner = server.asOwner(name).url();
        Gateway.run("ledger", "migrate", "--ledger", owner, "--role", "gateways")
                .expect(0);
        Gateway.run("registry", "migrate", "--registry", owner, "--role", "gateways")
                .expect(0);
        run(
                "org",
                "add",
                "--id",
                "hope",
                "--name",
                "Hope",
                "--type",
                "nonprofit.child_protection",
                "--jurisdiction",
                "US-OR",
                "--purpose",
                "missing_child");
        Gateway.run(
                        "gateway",
                        "join",
                        "--from",
                        folder.resolve("a").toString(),
                        "--to",
                        folder.resolve("b").toString())
                .expect(0);
    }

    @Test
    void oneCommandStopsAllGatewaysAndTwoPeopleLiftIt() throws Exception {
        try (var server = Server.in(folder.resolve("server"), Map.of());
                var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            setUp(server);
            var minted = run("key", "mint", "--org", "hope", "--json").json();
            var key = new Gateway.Key(
                    minted.get("accessKeyId").asText(),
                    minted.get("secretAccessKey").asText(),
                    "");
            try (var first = start(vendor, "a")) {
                String stop;
                try (var second = start(vendor, "b")) {
                    Await.until(() -> answers(first, key) && answers(second, key));
                    stop = stopUnderCalls(vendor, List.of(first, second), key);
                    assertThat(first.readiness()).contains(stop + ": vendor/rekognition", "UP");
                    assertThat(first.metrics()).contains("facegate_stops{kind=\"vendor\"} 1.0");
                }
                int seen = vendor.seen().size();
                try (var again = start(vendor, "b")) {
                    assertThat(compare(again, key).message()).contains("facegate/stopped", stop, "ops@example.org");
                    assertThat(vendor.seen()).hasSize(seen);
                    run("stop", "request-lift", stop, "--by", "m.roe", "--reason", "Mended.");
                    assertThat(answers(first, key)).isFalse();
                    run("stop", "confirm-lift", stop, "--by", "a.lee", "--reason", "Seen.");
                    Await.until(() -> answers(first, key) && answers(again, key));
                }
            }
            run("registry", "verify");
            run("ledger", "verify");
        }
    }

    /** Calls go on at both; returns the stop's id once neither has sent anything for a while. */
    private String stopUnderCalls(FakeVendor vendor, List<Gateway> gateways, Gateway.Key key) throws Exception {
        var over = new AtomicBoolean();
        var callers = gateways.stream()
                .map(gateway -> Thread.ofVirtual().start(() -> {
                    while (!over.get()) {
                        compare(gateway, key);
                    }
                }))
                .toList();
        var stop = run("stop", "set", "--vendor", "rekognition", "--by", "m.roe", "--reason", "A leak.", "--json")
                .json()
                .get("id")
                .asText();
        long returned = System.nanoTime();
        int seen = vendor.seen().size();
        for (var gateway : gateways) {
            Await.until(() -> compare(gateway, key).message().contains("facegate/stopped"));
        }
        System.out.println("stopped at both gateways "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - returned) + " ms after the command returned; "
                + (vendor.seen().size() - seen) + " calls were sent meanwhile");
        int last = vendor.seen().size();
        for (int each = 0; each < 20; each++) {
            gateways.forEach(gateway -> compare(gateway, key));
        }
        assertThat(vendor.seen()).hasSize(last);
        over.set(true);
        for (var caller : callers) {
            caller.join();
        }
        return stop;
    }
}
