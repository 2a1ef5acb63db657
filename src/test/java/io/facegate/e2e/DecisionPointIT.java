package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor;
import io.facegate.SelfSigned;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway as the decision point of another: our client against our own endpoint. */
class DecisionPointIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
    private static final String STRICTER = """
        pack: stricter
        title: A test
        binds: Everybody.
        rules:
          - id: all
            effect: permit
            match: {purpose: [missing_child]}
          - id: no-galleries
            effect: refuse
            match: {capability: [gallery_admin]}
            reason: {code: no_galleries, text: "No galleries are made on weekdays."}
            citation: {ref: "A test", checked: 2026-11-01}
            appeal: Ask us.
        """;

    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Key known;
    private static Gateway point;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        var there = folder.resolve("there");
        Files.createDirectories(folder.resolve("stricter"));
        Files.writeString(folder.resolve("stricter/stricter.yaml"), STRICTER);
        known = Cast.add(there, "hope", "nonprofit.child_protection", "missing_child");
        point = Gateway.start(there, "--policies", folder.resolve("stricter").toString());
        cast = Cast.register(folder.resolve("here"));
        gateway = asking(folder.resolve("here"), known.apiKey());
    }

    private static Gateway asking(Path data, String apiKey) throws IOException {
        var token = Files.writeString(data.resolveSibling(data.getFileName() + ".token"), apiKey + "\n");
        return Gateway.start(
                data, "--pdp", point.calls().toString(), "--pdp-token", token.toString(), "--pdp-timeout", "20000ms");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        point.close();
    }

    @Test
    void whatBothPermitIsAnswered() {
        var answer = call(gateway, cast.hope(), "DetectFaces", DETECT);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        var record = point.records().getLast();
        assertThat(record.path("kind").asText()).isEqualTo("EVALUATION");
        assertThat(record.path("verdict").asText()).isEqualTo("permit");
        assertThat(record.path("operation").asText()).isEqualTo("DetectFaces");
        assertThat(record.at("/organisation/id").asText()).isEqualTo("hope");
        assertThat(record(gateway, answer.decision()).path("verdict").asText()).isEqualTo("permit");
    }

    @Test
    void whatTheOtherObjectsToIsRefusedAndBothRecordsMatch() {
        var answer = call(gateway, cast.hope(), "CreateCollection", "{\"CollectionId\":\"children\"}");
        assertThat(answer.error()).isEqualTo("AccessDeniedException");
        assertThat(answer.message())
                .contains("facegate/pdp_refused (pdp_refused)", "It says: No galleries are made on weekdays.");
        var there = point.records().getLast();
        assertThat(there.path("rule").asText()).isEqualTo("stricter/no-galleries");
        var here = record(gateway, answer.decision());
        assertThat(here.path("clause").asText())
                .isEqualTo("decision point: refused, its id " + there.path("id").asText());
        assertThat(here.path("matched").toString()).contains("facegate-base/");
        assertThat(there.toString()).doesNotContain("children", "gallery\":");
    }

    @Test
    void whatWeRefuseOurselvesIsNotAskedAbout() {
        int before = point.records().size();
        var answer = call(gateway, cast.pd(), "DetectFaces", DETECT);
        assertThat(answer.message()).contains("amazon-rekognition-2020/police");
        assertThat(point.records()).hasSize(before);
    }

    @Test
    void whoTheOtherDoesNotKnowIsRefused() throws IOException {
        var answer = call(gateway, cast.beacon(), "DetectFaces", DETECT);
        assertThat(answer.message()).contains("facegate/pdp_unavailable");
        assertThat(record(gateway, answer.decision()).path("clause").asText()).isEqualTo("decision point: HTTP 403");

        var data = folder.resolve("stranger");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var stranger = asking(data, "fgk_not_a_key_of_theirs")) {
            var refused = call(stranger, hope, "DetectFaces", DETECT);
            assertThat(record(stranger, refused.decision()).path("clause").asText())
                    .isEqualTo("decision point: HTTP 401");
            assertThat(stranger.log()).doesNotContain("fgk_");
        }
    }

    @Test
    void aQuestionGetsTheAnswerThatACallWouldGet() throws Exception {
        var question = """
            {"subject": {"type": "organisation", "id": "hope"}, "action": {"name": "%s"},
             "resource": {"type": "face_api", "id": "rekognition"}}\
            """;
        var permitted = ask(gateway, cast.hope(), "/access/v1/evaluation", question.formatted("ListCollections"));
        assertThat(permitted.statusCode()).isEqualTo(200);
        assertThat(Gateway.parsed(permitted.body()).path("decision").booleanValue())
                .isTrue();
        var refused = Gateway.parsed(
                ask(gateway, cast.hope(), "/access/v1/evaluation", question.formatted("CreateCollection"))
                        .body());
        assertThat(refused.path("decision").booleanValue()).isFalse();
        assertThat(refused.at("/context/rule").asText()).isEqualTo("facegate/pdp_refused");
        var shown = Gateway.run(
                        "ledger",
                        "show",
                        refused.at("/context/id").asText(),
                        "--data",
                        gateway.data().toString())
                .expect(0)
                .out();
        assertThat(shown).contains("This was a question, asked over AuthZEN", "EVALUATION");
        var several = Gateway.parsed(ask(
                        gateway,
                        cast.hope(),
                        "/access/v1/evaluations",
                        question.formatted("ListCollections")
                                .replaceFirst(
                                        "}$",
                                        ", \"evaluations\": [{}, {\"action\": {\"name\": \"CreateCollection\"}}]}"))
                .body());
        assertThat(several.path("evaluations").findValuesAsText("decision")).containsExactly("true", "false");
        Gateway.run("ledger", "verify", "--data", gateway.data().toString()).expect(0);
    }

    @Test
    void itsConfigurationSaysWhereToAsk() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(point.calls().resolve("/.well-known/authzen-configuration"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(Gateway.parsed(answer.body())).isEqualTo(Gateway.parsed("""
            {"policy_decision_point": "%1$s", "access_evaluation_endpoint": "%1$s/access/v1/evaluation",
             "access_evaluations_endpoint": "%1$s/access/v1/evaluations"}\
            """.formatted(point.calls())));
    }

    @Test
    void anAddressThatMustNotBeAskedIsSaidAtOnce() {
        for (var options : List.of(
                List.of("--pdp", "http://pdp.example.com"),
                List.of("--pdp-token", "pom.xml"),
                List.of("--pdp", "https://pdp.example.com", "--pdp-token", "no-such-file"),
                List.of("--pdp", "https://pdp.example.com", "--pdp-timeout", "soon"))) {
            var words = new ArrayList<>(
                    List.of("serve", "--data", folder.resolve("never").toString()));
            words.addAll(options);
            assertThat(Gateway.run(words.toArray(String[]::new)).expect(2).err())
                    .contains("--pdp");
        }
    }

    @Test
    void anotherAuthoritysCertificateIsTrustedOnceTheJvmIsTold() throws Exception {
        var data = folder.resolve("tls");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var remote = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"))
                .answers(FakeVendor.Answer.of(200, "{\"decision\":true}").with("Content-Type", "application/json"))) {
            var trust = List.of(
                    "-Djavax.net.ssl.trustStore=" + trusting(folder.resolve("vendor.pem")),
                    "-Djavax.net.ssl.trustStorePassword=changeit");
            var options = new String[] {"--pdp", remote.url().toString(), "--pdp-timeout", "20000"};
            try (var told = Gateway.start(data, Map.of(), trust, options)) {
                assertThat(call(told, hope, "DetectFaces", DETECT).status()).isEqualTo(200);
                assertThat(remote.seen().stream().map(seen -> seen.method() + " " + seen.uri()))
                        .containsExactlyInAnyOrder(
                                "GET /.well-known/authzen-configuration", "POST /access/v1/evaluation");
            }
        }
    }

    private static Path trusting(Path pem) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "vendor", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var file = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }

    @Test
    void aDecisionPointThatIsGoneRefuses() throws IOException {
        var data = folder.resolve("alone");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var there = folder.resolve("gone");
        Cast.add(there, "hope", "nonprofit.child_protection", "missing_child");
        try (var gone = Gateway.start(there);
                var alone = Gateway.start(data, "--pdp", gone.calls().toString(), "--pdp-timeout", "5000")) {
            gone.kill();
            var answer = call(alone, hope, "DetectFaces", DETECT);
            assertThat(answer.error()).isEqualTo("AccessDeniedException");
            assertThat(record(alone, answer.decision()).path("rule").asText()).isEqualTo("facegate/pdp_unavailable");
            assertThat(record(alone, answer.decision()).path("clause").asText())
                    .isEqualTo("decision point: ConnectException");
        }
    }

    private static Answer call(Gateway of, Key key, String operation, String json) {
        return Wire.signed(of.calls(), key, operation, json).send();
    }

    private static HttpResponse<String> ask(Gateway of, Key key, String path, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(of.calls() + path))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + key.apiKey())
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode record(Gateway of, String id) {
        return of.records().stream()
                .filter(record -> record.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
