package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.cli.registry.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged gateways on one PostgreSQL and one Valkey, under calls: how long a change at one takes to hold at the
 * other. Each kind is changed many times, which takes minutes, so this is not in the suite.
 */
class ChangePropagationRun {
    private static final int EACH = Integer.getInteger("facegate.changes", 50);
    private static final int ACTIVATIONS = Math.min(10, EACH);
    private static final int PER_SECOND = 30;
    private static final int SOME = 50;

    /** In milliseconds. For a busy machine; the figures are what counts. */
    private static final long LATEST = 5000;

    /** Policies are proved before they are used. */
    private static final long LATEST_POLICIES = 30_000;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ANSWER =
            "{\"FaceDetails\":[],\"FaceMatches\":[],\"UnmatchedFaces\":[],\"StatusCode\":200,"
                    + "\"CollectionArn\":\"aws:rekognition:us-east-1:1:collection/x\",\"FaceModelVersion\":\"7.0\"}";
    private static final String POLICIES = """
            pack: run
            title: What the run's calls need
            binds: Whoever calls here.
            rules:
              - {id: plain, effect: permit, match: {capability: [detect, gallery_admin, gallery_read, gallery_erase, job_result]}}
              - {id: reviewed, effect: permit, match: {capability: [verify, identify]}, obligations: {reviewers: 1}}
            """;
    private static final String ANALYSIS = "  - {id: analysis, effect: permit, match: {capability: analyze}}\n";

    private static final String NO_DETECTION = """
            pack: house
            title: A house's own rule
            binds: Whoever calls here.
            rules:
              - id: no-detection
                effect: refuse
                match: {organisation_id: other, capability: detect}
                reason: {code: no_detection, text: No faces are detected for this organisation.}
                citation: {ref: A house rule, checked: 2026-12-02}
            """;

    private final Map<String, List<Long>> waits = new LinkedHashMap<>();
    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    private Fleet fleet;

    @Test
    void whatIsChangedAtOneGatewayIsWhatTheOtherAnswers() throws Exception {
        try (var two = new Fleet(folder.resolve("fleet"), 2)) {
            fleet = two;
            fleet.vendor().answers(FakeVendor.Answer.of(200, ANSWER));
            var registered = "org add --id other --name Other --type nonprofit.child_protection --jurisdiction US-OR"
                    + " --purpose missing_child --resource s3:videos";
            command(registered);
            command("reviewer add --org other --id r.doe");
            var key = mint("other");
            activate(ANALYSIS);
            Gateway.pause(2000);
            try (var load = new FleetLoad(fleet, PER_SECOND)) {
                load.awaitMore(SOME);
                callers(key);
                stops(key);
                resources(key);
                jobs(key);
                reviews(key);
                quotas();
                galleries();
                policies(key);
                load.stop();
                System.out.println("beside " + load.figures());
                assertThat(load.failed()).isEmpty();
            }
            waits.forEach((kind, all) -> assertThat(all.get(all.size() * 99 / 100))
                    .as(kind)
                    .isLessThan(kind.startsWith("policies") ? LATEST_POLICIES : LATEST));
        }
    }

    /** All packs that Facegate ships with, and a house's own rule that is added and taken away. */
    @Test
    void theShippedPoliciesWithAndWithoutAHousesRule() throws Exception {
        try (var two = new Fleet(folder.resolve("fleet"), 2)) {
            fleet = two;
            fleet.vendor().answers(FakeVendor.Answer.of(200, ANSWER));
            command("org add --id other --name Other --type nonprofit.child_protection --jurisdiction US-OR"
                    + " --purpose missing_child");
            var key = mint("other");
            activateShipped("");
            io.facegate.Await.until(() -> status(second(), key, false) == 200);
            try (var load = new FleetLoad(fleet, PER_SECOND)) {
                load.awaitMore(SOME);
                for (int i = 0; i < ACTIVATIONS; i++) {
                    var unseen = NO_DETECTION + "# " + i + '\n';
                    measure(
                            "policies as shipped and a rule that refuses, each time new",
                            () -> activateShipped(unseen),
                            () -> status(second(), key, false) == 400);
                    measure(
                            "policies as shipped, which decided before",
                            () -> activateShipped(""),
                            () -> status(second(), key, false) == 200);
                }
                load.stop();
                System.out.println("beside " + load.figures());
                assertThat(load.failed()).isEmpty();
            }
            waits.forEach((kind, all) -> assertThat(all.getLast()).as(kind).isLessThan(LATEST_POLICIES));
        }
    }

    private void activateShipped(String house) {
        try {
            var there = Files.createDirectories(folder.resolve("shipped"));
            try (var shipped = Files.list(Path.of("policies"))) {
                for (var file : shipped.toList()) {
                    Files.copy(file, there.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.deleteIfExists(there.resolve("house.yaml"));
            if (!house.isEmpty()) {
                Files.writeString(there.resolve("house.yaml"), house);
            }
            command("policy propose " + there + " --by m.roe --reason Run.");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Gateway first() {
        return fleet.gateways().getFirst();
    }

    private Gateway second() {
        return fleet.gateways().getLast();
    }

    private void callers(Gateway.Key key) {
        for (int i = 0; i < EACH; i++) {
            var made = new Gateway.Key[1];
            measure("key minted", () -> made[0] = mint("other"), () -> status(second(), made[0], false) == 200);
            measure(
                    "key revoked",
                    () -> command("key revoke " + made[0].id()),
                    () -> status(second(), made[0], false) == 400);
            measure(
                    "organisation suspended",
                    () -> command("org suspend other"),
                    () -> status(second(), key, false) != 200);
            measure(
                    "organisation resumed",
                    () -> command("org resume other"),
                    () -> status(second(), key, false) == 200);
        }
    }

    private void stops(Gateway.Key key) {
        for (int i = 0; i < EACH; i++) {
            measure(
                    "stop set",
                    () -> command("stop set --capability analyze --by m.roe --reason Drill."),
                    () -> status(second(), key, true) != 200);
            var stop = command("stop list --json").path("id").asText();
            command("stop request-lift " + stop + " --by m.roe --reason Over.");
            measure(
                    "stop lifted",
                    () -> command("stop confirm-lift " + stop + " --by a.lee --reason Over."),
                    () -> status(second(), key, true) == 200);
        }
    }

    private void resources(Gateway.Key key) {
        for (int i = 0; i < EACH; i++) {
            var named = "{\"CollectionId\":\"c-" + i + "\"}";
            measure(
                    "collection made",
                    () -> requireDone(call(first(), key, "CreateCollection", named)),
                    () -> call(second(), key, "DescribeCollection", named).status() == 200);
            measure(
                    "collection erased",
                    () -> requireDone(call(first(), key, "DeleteCollection", named)),
                    () -> call(second(), key, "DescribeCollection", named).status() == 400);
        }
    }

    /** The vendor names each job anew; calls beside it read nothing of that. */
    private void jobs(Gateway.Key key) {
        var start = "{\"Video\":{\"S3Object\":{\"Bucket\":\"videos\",\"Name\":\"a.mp4\",\"Version\":\"1\"}}}";
        for (int i = 0; i < EACH; i++) {
            var job = "%064d".formatted(i);
            fleet.vendor()
                    .answers(FakeVendor.Answer.of(
                            200,
                            ANSWER.replace(
                                    "{\"FaceDetails\"",
                                    "{\"JobId\":\"" + job + "\",\"JobStatus\":\"SUCCEEDED\",\"FaceDetails\"")));
            measure(
                    "job made",
                    () -> requireDone(call(first(), key, "StartFaceDetection", start)),
                    () -> call(second(), key, "GetFaceDetection", "{\"JobId\":\"" + job + "\"}")
                                    .status()
                            == 200);
        }
        fleet.vendor().answers(FakeVendor.Answer.of(200, ANSWER));
    }

    private void reviews(Gateway.Key key) {
        var picture = Base64.getEncoder().encodeToString(Photos.nobody());
        for (int i = 0; i < EACH; i++) {
            var body =
                    "{\"SourceImage\":{\"Bytes\":\"%1$s\"},\"TargetImage\":{\"Bytes\":\"%1$s\"},\"SimilarityThreshold\":%2$s}"
                            .formatted(picture, 50 + i / 4.0);
            var held = call(first(), key, "CompareFaces", body);
            assertThat(held.json().toString()).contains("needs_review");
            measure(
                    "answer released",
                    () -> command("review approve " + held.decision() + " --by r.doe"),
                    () -> call(second(), key, "CompareFaces", body).status() == 200);
        }
    }

    /** Set in the registry at one gateway, they hold at the other; a key may be used once a day. After one gateway served that call, the other must refuse the next. */
    private void quotas() throws IOException {
        command("org add --id few --name Few --type nonprofit.child_protection --jurisdiction US-OR --purpose"
                + " missing_child");
        var none = Files.writeString(folder.resolve("none.yaml"), "quotas: []\n");
        var once = Files.writeString(
                folder.resolve("once.yaml"), "quotas: [{name: once, organisation: few, key: '*', per_day: 1}]\n");
        command("quota set " + none + " --by m.roe");
        var known = mint("few");
        for (int i = 0; i < EACH; i++) {
            measure(
                    "quotas set in the registry",
                    () -> command("quota set " + once + " --by m.roe"),
                    () -> status(second(), known, false) == 400);
            measure(
                    "quotas lifted in the registry",
                    () -> command("quota set " + none + " --by m.roe"),
                    () -> status(second(), known, false) == 200);
        }
        command("quota set " + once + " --by m.roe");
        for (var gateway : fleet.gateways()) {
            io.facegate.Await.until(() -> status(gateway, known, false) == 400);
        }
        for (int i = 0; i < EACH; i++) {
            var key = mint("few");
            io.facegate.Await.until(() -> status(first(), key, false) == 200);
            long called = System.nanoTime();
            assertThat(status(second(), key, false)).as("at once").isEqualTo(400);
            note("quota used up", called);
        }
    }

    private void galleries() {
        var minted = command("key mint --org other --sandbox --json");
        var key = minted.path("apiKey").asText();
        io.facegate.Await.until(() -> neutral(second(), key, "GET", "galleries", null) == 200);
        io.facegate.Await.until(() -> neutral(first(), key, "GET", "galleries", null) == 200);
        for (int i = 0; i < EACH; i++) {
            var name = "g-" + i;
            var path = "galleries/" + name;
            measure(
                    "gallery made",
                    () -> assertThat(neutral(first(), key, "POST", "galleries", "{\"gallery\":\"" + name + "\"}"))
                            .isLessThan(300),
                    () -> neutral(second(), key, "GET", path, null) == 200);
            measure(
                    "gallery erased",
                    () -> assertThat(neutral(first(), key, "DELETE", path, null))
                            .isLessThan(300),
                    () -> neutral(second(), key, "GET", path, null) == 404);
        }
    }

    private void policies(Gateway.Key key) {
        for (int i = 0; i < ACTIVATIONS; i++) {
            measure(
                    "policies without the rule that permits the call",
                    () -> activate(""),
                    () -> status(second(), key, true) != 200);
            measure(
                    "policies with that rule again",
                    () -> activate(ANALYSIS),
                    () -> status(second(), key, true) == 200);
        }
    }

    private void activate(String more) {
        try {
            var there = Files.createDirectories(folder.resolve("policies"));
            Files.writeString(there.resolve("run.yaml"), POLICIES + more);
            command("policy propose " + there + " --by m.roe --reason Run.");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Makes a change, then asks until the answer shows it, and notes the time. */
    private void measure(String kind, Runnable change, BooleanSupplier holds) {
        change.run();
        long changed = System.nanoTime();
        io.facegate.Await.until(holds::getAsBoolean);
        note(kind, changed);
    }

    private void note(String kind, long from) {
        waits.computeIfAbsent(kind, any -> new ArrayList<>())
                .add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
        var all = waits.get(kind);
        if (all.size() == (kind.startsWith("policies") ? ACTIVATIONS : EACH)) {
            System.out.println(figures(kind, all));
        }
    }

    private static String figures(String kind, List<Long> all) {
        all.sort(null);
        return "%-47s %3d times: half within %d ms, 99 %% within %d ms, all within %d ms"
                .formatted(kind, all.size(), all.get(all.size() / 2), all.get(all.size() * 99 / 100), all.getLast());
    }

    /** A command over the first gateway's folder, without the start of a process. */
    private com.fasterxml.jackson.databind.JsonNode command(String line) {
        var words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.addAll(List.of("--ledger", fleet.url(), "--registry", fleet.url()));
        int code = shell.run(fleet.data(0), words.toArray(String[]::new));
        assertThat(code).as(line + "\n" + shell.err()).isZero();
        return line.endsWith("--json") ? Gateway.parsed(shell.out()) : Gateway.JSON.createObjectNode();
    }

    private Gateway.Key mint(String organisation) {
        var minted = command("key mint --org " + organisation + " --json");
        return new Gateway.Key(
                minted.path("accessKeyId").asText(),
                minted.path("secretAccessKey").asText(),
                minted.path("apiKey").asText());
    }

    private static void requireDone(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    private static Wire.Answer call(Gateway gateway, Gateway.Key key, String operation, String body) {
        return Wire.signed(gateway.calls(), key, operation, body).send();
    }

    private static int status(Gateway gateway, Gateway.Key key, boolean analyzes) {
        var picture = Base64.getEncoder().encodeToString(Photos.nobody());
        var attributes = analyzes ? ",\"Attributes\":[\"ALL\"]" : "";
        return call(gateway, key, "DetectFaces", "{\"Image\":{\"Bytes\":\"" + picture + "\"}" + attributes + '}')
                .status();
    }

    private static int neutral(Gateway gateway, String key, String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("X-Api-Key", key);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
