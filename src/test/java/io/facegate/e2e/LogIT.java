package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.tiles.EntryBundle;
import io.facegate.ledger.tiles.TilePath;
import io.facegate.ledger.witness.FakeWitness;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;

/** The log of the packaged gateway, as its callers, its witnesses and its readers see it. */
class LogIT {
    @TempDir
    private static Path folder;

    private static FakeWitness witness;
    private static Cast cast;
    private static Gateway gateway;
    private static Sdk sdk;
    private static Path key;
    private static Path published;

    @BeforeAll
    static void start() throws Exception {
        var data = folder.resolve("data");
        cast = Cast.register(data);
        witness = new FakeWitness("witness.test/one");
        var policy = Files.writeString(folder.resolve("witnesses"), witness.policy());
        published = folder.resolve("published");
        gateway = Gateway.start(
                data,
                "--log-origin",
                "example.com/faces",
                "--publish",
                published.toString(),
                "--witnesses",
                policy.toString());
        key = Files.writeString(
                folder.resolve("log.vkey"),
                Gateway.runPackaged("ledger", "key", "show", "--data", data.toString())
                        .expect(0)
                        .out());
        witness.trust(
                io.facegate.ledger.note.VerifierKey.parse(Files.readString(key).strip()));
        sdk = new Sdk(gateway.calls());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        witness.close();
    }

    private static HttpResponse<byte[]> get(HttpClient http, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(gateway.calls().resolve(path)).build(), BodyHandlers.ofByteArray());
    }

    private static Checkpoint signed(HttpClient http, long least) throws Exception {
        var found = new AtomicReference<Checkpoint>();
        Await.until(() -> {
            var answer = get(http, "/log/checkpoint");
            if (answer.statusCode() == 200) {
                found.set(Checkpoint.parse(SignedNote.parse(answer.body())));
            }
            return found.get() != null && found.get().size() >= least;
        });
        return found.get();
    }

    @Test
    void everyAnswerToAJudgedCallHasAReceiptThatFindsItsRecord() throws Exception {
        var receipts = new StringBuilder();
        try (var hope = sdk.client(cast.hope());
                var pd = sdk.client(cast.pd())) {
            hope.detectFaces(call -> call.image(JavaSdkIT.image(Photos.ONE)));
            receipts.append(sdk.lastReceipt()).append('\n');
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> pd.detectFaces(call -> call.image(JavaSdkIT.image(Photos.ONE))))
                    .isInstanceOf(AccessDeniedException.class);
            receipts.append(sdk.lastReceipt()).append('\n');
        }
        assertThat(receipts.toString().lines()).allMatch(line -> line.startsWith("example.com/faces "));
        var file = Files.writeString(folder.resolve("receipts"), receipts);
        gateway.settledRecords();
        var said = Gateway.runPackaged(
                        "ledger",
                        "verify",
                        "--json",
                        "--key",
                        key.toString(),
                        "--receipts",
                        file.toString(),
                        "--data",
                        gateway.data().toString())
                .expect(0)
                .json();
        assertThat(StreamSupport.stream(said.path("receipts").spliterator(), false)
                        .map(receipt -> receipt.path("found").asBoolean()))
                .containsExactly(true, true);
    }

    @Test
    void theLogIsServedAsTiles() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var signed = signed(http, 3);
            var tile = get(
                    http,
                    '/' + "log/"
                            + TilePath.find(signed.size(), 0, 0).orElseThrow().path());
            assertThat(tile.statusCode()).isEqualTo(200);
            assertThat(tile.body()).hasSize((int) signed.size() * 32);
            assertThat(tile.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(get(http, "/log/checkpoint").headers().firstValue("Cache-Control"))
                    .contains("no-cache");
            assertThat(new String(get(http, "/log/keys").body(), StandardCharsets.UTF_8))
                    .startsWith(Files.readString(key).strip());
            for (var none : new String[] {"tile/0/001", "tile/0/0", "tile/9/000", "tile/0/000.p/999", "tile/x/000"}) {
                assertThat(get(http, "/log/" + none).statusCode()).as(none).isEqualTo(404);
            }
        }
    }

    @Test
    void recordsAreForThoseWhoMayOpenTheConsole() throws Exception {
        try (var stranger = HttpClient.newHttpClient();
                var officer = HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            var path = "/log/"
                    + TilePath.find(signed(stranger, 3).size(), TilePath.ENTRIES, 0)
                            .orElseThrow()
                            .path();
            var turnedAway = get(stranger, path);
            assertThat(turnedAway.statusCode()).isBetween(400, 499);
            assertThat(new String(turnedAway.body(), StandardCharsets.UTF_8)).doesNotContain("\"kind\"");
            assertThat(get(officer, gateway.console().toString()).statusCode()).isEqualTo(200);
            var bundle = get(officer, path);
            assertThat(bundle.statusCode()).isEqualTo(200);
            assertThat(bundle.headers().firstValue("Cache-Control")).contains("no-store");
            var first =
                    Gateway.parsed(new String(EntryBundle.records(bundle.body()).getFirst(), StandardCharsets.UTF_8));
            assertThat(first).isEqualTo(gateway.records().getFirst());
            var proxied = officer.send(
                    HttpRequest.newBuilder(gateway.calls().resolve(path))
                            .header("X-Forwarded-For", "192.0.2.1")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(proxied.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void healthSaysHowFarTheLogIsSignedAndWitnessed() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            signed(http, 3);
            Await.until(() -> check(http).path("witnessed").asBoolean());
            var check = check(http);
            assertThat(check.path("log").asText()).isEqualTo("example.com/faces");
            assertThat(check.path("signed").asInt()).isPositive();
            assertThat(check.path("witnessed").asBoolean()).isTrue();
            assertThat(check.path("witness one").asText()).startsWith("signed ");
        }
    }

    private static JsonNode check(HttpClient http) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(gateway.health() + "/health")).build(), BodyHandlers.ofString());
        return StreamSupport.stream(Gateway.parsed(answer.body()).path("checks").spliterator(), false)
                .filter(one -> one.path("name").asText().equals("checkpoint"))
                .findFirst()
                .orElseThrow()
                .path("data");
    }

    @Test
    void whatItPublishesVerifies() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            signed(http, 3);
        }
        Await.until(() -> Files.exists(published.resolve("checkpoint")));
        Gateway.runPackaged("ledger", "verify", "--key", key.toString(), published.toString())
                .expect(0);
        var id = gateway.records().stream()
                .filter(record -> record.path("kind").asText().equals("DECISION"))
                .findFirst();
        if (id.isPresent()) {
            var proof = folder.resolve("one.tlog-proof").toString();
            var decision = id.get().path("id").asText();
            Gateway.runPackaged(
                            "ledger",
                            "prove",
                            decision,
                            "--out",
                            proof,
                            "--data",
                            gateway.data().toString())
                    .expect(0);
            Gateway.runPackaged("ledger", "verify", "--key", key.toString(), proof)
                    .expect(0);
        }
    }
}
