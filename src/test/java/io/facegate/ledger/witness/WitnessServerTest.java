package io.facegate.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.cli.Ran;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSchedule;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.publish.CheckpointDistribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness that is part of the program, made by one command, asked over HTTP, and asked by a gateway. */
class WitnessServerTest {
    @TempDir
    private Path folder = Path.of("");

    private Path data = Path.of("");
    private Path witness = Path.of("");

    @BeforeEach
    void init() {
        data = folder.resolve("data");
        witness = folder.resolve("witness");
        Filled.with(data, 3);
        assertThat(run("init", "--dir", witness.toString(), "--url", "http://127.0.0.1:1"))
                .returns(0, Ran::code);
    }

    @Test
    void aGatewayIsWitnessedAndAWholeFolderThatIsPutBackIsFound() throws Exception {
        Path old;
        try (var server = serve()) {
            var policy = policy(server);
            try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
                witnessed(ledger, policy, 3);
            }
            old = Filled.copy(data, folder.resolve("old"));
            assertThat(run(data, "verify", "--witnesses", policy.toString()).code())
                    .isZero();
            try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
                ledger.refuse(Sample.asked(), Sample.refuse());
                witnessed(ledger, policy, 4);
            }
            // Everything is older, and fits together: no file of the folder can tell.
            assertThat(run(old, "verify").code()).isZero();
            try (var ledger = Ledger.open(old, Sample.SETTINGS);
                    var signer = CheckpointSigner.open(old).orElseThrow();
                    var checkpoints = CheckpointSchedule.start(signer, ledger::halt);
                    var distribution = CheckpointDistribution.start(
                            LedgerAddress.ofFolder(old), signer, WitnessPolicy.parse(Files.readString(policy)), null)) {
                Await.until(
                        () -> String.valueOf(distribution.witnesses().getFirst().problem())
                                .contains("an older copy was put back"));
                assertThat(checkpoints.problem()).isNull();
            }
        }
        var noted = Files.writeString(
                folder.resolve("noted"),
                run("show", "--dir", witness.toString()).out());
        assertThat(run(old, "verify", "--checkpoint", noted.toString()).code()).isEqualTo(5);
        assertThat(run(data, "verify", "--checkpoint", noted.toString()).code()).isZero();
    }

    private void witnessed(Ledger ledger, Path policy, long size) throws Exception {
        try (var signer = CheckpointSigner.open(data).orElseThrow();
                var checkpoints = CheckpointSchedule.start(signer, ledger::halt);
                var distribution = CheckpointDistribution.start(
                        LedgerAddress.ofFolder(data), signer, WitnessPolicy.parse(Files.readString(policy)), null)) {
            Await.until(() -> distribution.witnesses().getFirst().size().equals(OptionalLong.of(size))
                    && distribution.witnessed());
            assertThat(checkpoints.problem()).isNull();
        }
    }

    @Test
    void itSignsNothingThatDidNotGrowFromWhatItSigned() throws Exception {
        var three = Filled.signed(data).note().encoded();
        Filled.with(data, 1);
        var four = Filled.signed(data).note().encoded();
        var other = folder.resolve("other");
        Filled.with(other, 2);
        try (var server = serve()) {
            assertThat(post(server, "old 0\n\n" + three)).returns(200, HttpResponse::statusCode);
            assertThat(post(server, "old 0\n\n" + four))
                    .returns(409, HttpResponse::statusCode)
                    .returns("3\n", HttpResponse::body)
                    .returns(
                            "text/x.tlog.size",
                            answer ->
                                    answer.headers().firstValue("Content-Type").orElse(""));
            assertThat(post(server, "old 3\n\n" + four).statusCode()).isEqualTo(422);
            assertThat(post(server, "old 9\n\n" + four).statusCode()).isEqualTo(400);
            assertThat(post(server, "old 3\nno hash\n\n" + four).statusCode()).isEqualTo(400);
            assertThat(post(server, "old 3\n" + "AAAA\n".repeat(64) + "\n" + four)
                            .statusCode())
                    .isEqualTo(400);
            assertThat(post(server, "x".repeat(40_000)).statusCode()).isEqualTo(413);
            assertThat(post(server, "").statusCode()).isEqualTo(400);
            assertThat(post(server, "old 0\n\n" + Filled.signed(other).note().encoded())
                            .statusCode())
                    .isEqualTo(404);
            var forger = SigningKey.generate(new LogKey(data).chain().origin());
            assertThat(post(
                                    server,
                                    "old 3\n\n"
                                            + forger.sign(four.split("\n\n")[0] + '\n')
                                                    .encoded())
                            .statusCode())
                    .isEqualTo(403);
            // The control: the same checkpoint once more is no other history.
            assertThat(post(server, "old 3\n\n" + three).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatItSignedIsRememberedAndItsLossIsNoticed() throws Exception {
        try (var server = serve()) {
            post(server, "old 0\n\n" + Filled.signed(data).note().encoded());
            assertThatThrownBy(this::serve).hasMessageContaining("another witness serves");
        }
        try (var again = serve()) {
            assertThat(post(again, "old 0\n\n" + Filled.signed(data).note().encoded())
                            .statusCode())
                    .isEqualTo(409);
        }
        try (var files = Files.list(witness.resolve("logs"))) {
            var seen = files.filter(file -> file.toString().endsWith(".seen"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(seen, Files.readString(seen).replace("\n3\n", "\n2\n"));
            assertThatThrownBy(this::serve)
                    .isInstanceOf(io.facegate.ledger.note.VerificationException.class)
                    .hasMessageContaining("does not verify");
            Files.delete(seen);
            assertThatThrownBy(this::serve).isInstanceOf(IOException.class);
        }
    }

    @Test
    void afterARotationItTakesTheKeysThatFollowed() throws Exception {
        Filled.signed(data);
        LogKeyRotation.rotate(data, Instant.now());
        Filled.with(data, 1);
        var note = Filled.signed(data).note().encoded();
        try (var server = serve()) {
            assertThat(post(server, "old 0\n\n" + note).statusCode()).isEqualTo(403);
            assertThat(run("init", "--dir", witness.toString(), "--url", "http://127.0.0.1:1")
                            .code())
                    .isZero();
            assertThat(post(server, "old 0\n\n" + note).statusCode()).isEqualTo(200);
        }
        assertThat(Files.list(witness).map(file -> file.getFileName().toString()))
                .contains("witness.skey", "policy", "logs");
    }

    /** Who connects and says nothing does not keep others from being witnessed for long. */
    @Test
    void whoSaysNothingKeepsNobodyOut() throws Exception {
        try (var server = serve();
                var silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            silent.getOutputStream().write("POST /add-checkpoint HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(post(server, "old 0\n\n" + Filled.signed(data).note().encoded())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private WitnessServer serve() throws Exception {
        return WitnessServer.start(
                WitnessStore.open(witness), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private Path policy(WitnessServer server) throws IOException {
        var policy = witness.resolve("policy");
        return Files.writeString(
                policy, Files.readString(policy).replace("http://127.0.0.1:1", "http://127.0.0.1:" + server.port()));
    }

    private static HttpResponse<String> post(WitnessServer server, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/add-checkpoint"))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private Ran run(String... words) {
        var all = new java.util.ArrayList<>(java.util.List.of("witness"));
        all.addAll(java.util.List.of(words));
        return all.get(1).equals("init")
                ? Ran.ledger(data, all.toArray(String[]::new))
                : Ran.of(new io.facegate.cli.ledger.LedgerCommand(), all);
    }

    private static Ran run(Path ledger, String... words) {
        return Ran.ledger(ledger, words);
    }
}
