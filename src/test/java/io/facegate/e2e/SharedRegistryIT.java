package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged gateways with one registry and one ledger in a real PostgreSQL, set up as docs/scale.md says. */
class SharedRegistryIT {
    /** In milliseconds. A quiet machine needs a fifth of it or less; what was measured is printed, for docs/scale.md. */
    private static final long LATEST = 5000;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String APPEAL =
            "{\"text\":\"We hold the parents' consent.\",\"contact\":\"legal@hope.example\"}";

    @TempDir
    Path folder;

    private String url;

    private Gateway.Result run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--ledger", url, "--registry", url));
        return Gateway.run(all.toArray(String[]::new));
    }

    @Test
    void whatACommandChangesAtOneHoldsAtTheOtherAndNothingGetsThroughWhenTheServerIsKilled() throws Exception {
        var a = folder.resolve("a");
        var b = folder.resolve("b");
        try (var server = Server.in(folder.resolve("server"), Map.of());
                var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            setUp(server, a, b);
            try (var first = Gateways.inFrontOf(vendor.url(), a, "--ledger", url, "--registry", url);
                    var second = Gateways.inFrontOf(
                            vendor.url(), b, "--ledger", url, "--registry", url, "--registry-stale-after", "7")) {
                assertThat(second.readiness()).contains("\"stale_after_seconds\": 7");
                assertThat(first.readiness()).as("control: the default").doesNotContain("stale_after_seconds");
                var key = mint(a);
                assertThat(millisUntil(() -> status(second, key) == 200)).isLessThan(LATEST);
                assertThat(status(first, key)).isEqualTo(200);
                appealAcross(first, second, key, b);
                suspendUnderCalls(a, second, key);
                outage(server, vendor, first, second, key);
                first.kill();
                run("org", "suspend", "hope", "--data", b.toString()).expect(0);
                await(() -> status(second, key) == 400);
            }
            run("registry", "verify", "--data", b.toString()).expect(0);
            run("ledger", "verify", "--data", b.toString()).expect(0);
        }
    }

    private void setUp(Server server, Path a, Path b) {
        var name = server.empty();
        url = server.asGateway(name).url();
        var owner = server.asOwner(name).url();
        Gateway.run("ledger", "migrate", "--ledger", owner, "--role", "gateways")
                .expect(0);
        assertThat(Gateway.run("registry", "migrate", "--registry", owner, "--role", "gateways")
                        .expect(0)
                        .out())
                .contains("The registry's tables are ready.");
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
                        "missing_child",
                        "--data",
                        a.toString())
                .expect(0);
        assertThat(a.resolve("registry.db")).doesNotExist();
        var alone = run("key", "list", "--data", b.toString());
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.err()).contains("registry.key", "facegate gateway join");
        var joined = Gateway.run("gateway", "join", "--from", a.toString(), "--to", b.toString())
                .expect(0);
        assertThat(joined.out()).contains("registry.key", "ledger.key", "Keep it secret");
    }

    private Gateway.Key mint(Path data) {
        var minted = run("key", "mint", "--org", "hope", "--json", "--data", data.toString())
                .expect(0)
                .json();
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                minted.get("apiKey").asText());
    }

    /** Refused and appealed at one, answered by an officer over the other's folder, read at both. */
    private void appealAcross(Gateway first, Gateway second, Gateway.Key key, Path other) throws Exception {
        var body = "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"emotion\"]}";
        var refused = neutral(first, key, "POST", "analyze", body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        var decision = refused.headers().firstValue("facegate-decision").orElseThrow();
        var path = "decisions/" + decision + "/appeal";
        assertThat(neutral(second, key, "GET", path, null).statusCode())
                .as("not yet")
                .isEqualTo(404);
        assertThat(neutral(first, key, "POST", path, APPEAL).statusCode()).isEqualTo(201);
        assertThat(neutral(second, key, "POST", path, APPEAL).statusCode())
                .as("the same again, at the other")
                .isEqualTo(200);
        assertThat(neutral(second, key, "GET", path, null).body()).contains("\"open\"");
        var listed = run("appeal", "list", "--open", "--by", "r.doe", "--data", other.toString());
        assertThat(listed.expect(0).out()).containsOnlyOnce(decision + "  state=open");
        var shown = run("appeal", "show", decision, "--by", "r.doe", "--data", other.toString());
        assertThat(shown.expect(0).out()).contains("We hold the parents' consent.", "legal@hope.example");
        var words = "appeal answer " + decision + " --by r.doe --outcome upheld --reason Agreed. --data " + other;
        run(words.split(" ")).expect(0);
        for (var gateway : List.of(first, second)) {
            await(() -> neutral(gateway, key, "GET", path, null).body().contains("\"upheld\""));
            assertThat(neutral(gateway, key, "GET", path, null).body()).contains("Agreed.");
        }
    }

    private static HttpResponse<String> neutral(
            Gateway gateway, Gateway.Key key, String method, String path, String body) {
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("X-Api-Key", key.apiKey());
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Calls go on meanwhile; the last that is permitted came before the change, or soon after it. */
    private void suspendUnderCalls(Path data, Gateway other, Gateway.Key key) throws Exception {
        var over = new AtomicBoolean();
        var permitted = new AtomicInteger();
        var caller = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                if (status(other, key) == 200) {
                    permitted.incrementAndGet();
                }
            }
        });
        await(() -> permitted.get() > 3);
        run("org", "suspend", "hope", "--data", data.toString()).expect(0);
        long held = millisUntil(() -> status(other, key) != 200);
        System.out.println("suspended at the other gateway " + held + " ms after the command returned");
        assertThat(held).isLessThan(LATEST);
        over.set(true);
        caller.join();
        run("org", "resume", "hope", "--data", data.toString()).expect(0);
        await(() -> status(other, key) == 200);
    }

    private static void outage(Server server, FakeVendor vendor, Gateway first, Gateway second, Gateway.Key key)
            throws Exception {
        server.kill();
        int seen = vendor.seen().size();
        long refused = millisUntil(() -> message(first, key).contains("cannot read its registry")
                && message(second, key).contains("cannot read its registry"));
        assertThat(refused).isLessThan(3 * LATEST);
        assertThat(first.readiness()).contains("The registry cannot be read, so no caller is accepted.");
        assertThat(vendor.seen()).as("nothing is forwarded").hasSize(seen);
        server.startAgain();
        long back = millisUntil(() -> status(first, key) == 200 && status(second, key) == 200);
        System.out.println("registry_down after " + refused + " ms, answers " + back + " ms after the server is back");
        assertThat(back).as("milliseconds until both answer").isLessThan(LATEST);
    }

    private static void await(BooleanSupplier so) {
        millisUntil(so);
    }

    private static long millisUntil(BooleanSupplier so) {
        long began = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.MINUTES.toNanos(1));
            Gateway.pause(10);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static int status(Gateway gateway, Gateway.Key key) {
        return compare(gateway, key).status();
    }

    private static String message(Gateway gateway, Gateway.Key key) {
        var answer = compare(gateway, key);
        assertThat(answer.status()).isEqualTo(503);
        return answer.json().toString();
    }

    private static Wire.Answer compare(Gateway gateway, Gateway.Key key) {
        var photo = Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        var json = "{\"SourceImage\":{\"Bytes\":\"" + photo + "\"},\"TargetImage\":{\"Bytes\":\"" + photo + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send();
    }

    @Test
    void usageErrorsSayWhatToDo() throws Exception {
        for (var words : new String[][] {
            {"org", "list", "--registry", "jdbc:postgresql://db/x?user=u"},
            {"org", "list", "--registry", "mysql://db/x", "--ledger", "jdbc:postgresql://db/x"},
            {"org", "list", "--registry", "jdbc:postgresql://db/x?password=secret", "--ledger", "jdbc:postgresql://d/x"
            },
            {"registry", "migrate", "--role", "gateways"},
            {"registry", "move", "--from", "a", "--to", "b"},
            {"serve", "--registry", "jdbc:postgresql://db/x?user=u"},
            {
                "gateway",
                "join",
                "--from",
                folder.resolve("none").toString(),
                "--to",
                folder.resolve("x").toString()
            },
        }) {
            var said = Gateway.run(words);
            assertThat(said.code()).as(String.join(" ", words) + said.err()).isEqualTo(2);
            assertThat(said.err()).doesNotContain("secret").isNotBlank();
        }
        assertThat(Files.list(folder)).isEmpty();
    }
}
