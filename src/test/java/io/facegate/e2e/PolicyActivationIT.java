package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import io.facegate.usecase.delivery.BundleWorkshop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged gateways with one registry in a real PostgreSQL: one command changes the policies of both. */
class PolicyActivationIT {
    private static final String NOTHING = BundleWorkshop.pack("a", "refuse detect");

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
        return Gateway.run(all.toArray(String[]::new));
    }

    private Gateway start(FakeVendor vendor, String data) {
        return Gateways.inFrontOf(vendor.url(), folder.resolve(data), "--ledger", url, "--registry", url);
    }

    private static boolean answers(Gateway gateway, Gateway.Key key) {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        var json = "{\"SourceImage\":{\"Bytes\":\"" + photo + "\"},\"TargetImage\":{\"Bytes\":\"" + photo + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send().status() == 200;
    }

    private Gateway.Key setUp(Server server) {
        var name = server.empty();
        url = server.asGateway(name).url();
        var owner = server.asOwner(name).url();
        Gateway.run("ledger", "migrate", "--ledger", owner, "--role", "gateways")
                .expect(0);
        Gateway.run("registry", "migrate", "--registry", owner, "--role", "gateways")
                .expect(0);
        run("org add --id hope --name Hope --type nonprofit.child_protection --jurisdiction US-OR --purpose missing_child"
                        .split(" "))
                .expect(0);
        var from = folder.resolve("a").toString();
        Gateway.run(
                        "gateway",
                        "join",
                        "--from",
                        from,
                        "--to",
                        folder.resolve("b").toString())
                .expect(0);
        var minted = run("key", "mint", "--org", "hope", "--json").expect(0).json();
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                "");
    }

    private Gateway.Result propose(Path policies) {
        return run("policy", "propose", policies.toString(), "--by", "m.roe", "--reason", "Ticket 812.", "--json");
    }

    @Test
    void oneCommandChangesThePoliciesOfBothGateways() throws Exception {
        try (var server = Server.in(folder.resolve("server"), Map.of());
                var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            var key = setUp(server);
            var nothing = Files.createDirectories(folder.resolve("nothing"));
            Files.writeString(nothing.resolve("a.yaml"), NOTHING);
            var digest = BundleWorkshop.digest(Map.of("a.yaml", NOTHING));
            try (var first = start(vendor, "a")) {
                try (var second = start(vendor, "b")) {
                    Await.until(() -> answers(first, key) && answers(second, key));
                    assertThat(first.readiness()).contains("\"from\": \"folder\"");
                    assertThat(propose(nothing).expect(0).out()).contains(digest);
                    long returned = System.nanoTime();
                    Await.until(() -> !answers(first, key) && !answers(second, key));
                    System.out.println("in force at both gateways "
                            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - returned)
                            + " ms after the command returned");
                    assertThat(second.readiness()).contains(digest, "\"from\": \"registry\"", "UP");
                }
                propose(Path.of("policies")).expect(0);
                Await.until(() -> answers(first, key));
                try (var again = start(vendor, "b")) {
                    assertThat(again.readiness()).contains("\"from\": \"registry\"");
                    assertThat(answers(again, key)).isTrue();
                }
            }
            run("registry", "verify").expect(0);
            run("ledger", "verify").expect(0);
        }
    }
}
