package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import io.facegate.e2e.Wire.Answer;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Evidence, from the command that registers it to the decision that rests on it. */
class EvidenceIT {
    private static final String ISSUER = "https://cases.example.org";

    @TempDir
    private static Path folder;

    private static KeyPair keys;
    private static Gateway gateway;
    private static Key police;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        Files.writeString(folder.resolve("cases.pem"), """
                -----BEGIN PUBLIC KEY-----
                %s
                -----END PUBLIC KEY-----
                """.formatted(
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())));
        Files.writeString(folder.resolve("issuers.yaml"), """
                issuers:
                  - {issuer: "%s", audience: facegate, keys: cases.pem, algorithms: [RS256], organisations: [pd]}
                """.formatted(ISSUER));
        Files.writeString(Files.createDirectory(folder.resolve("policies")).resolve("warrants.yaml"), """
                pack: warrants
                title: Nobody looks without a warrant
                binds: Everybody.
                rules:
                  - id: look
                    effect: permit
                    match: {capability: gallery_read}
                  - id: no-warrant
                    effect: refuse
                    match: {capability: gallery_read}
                    unless: {evidence: warrant}
                    reason: {code: no_warrant, text: A warrant is needed.}
                    citation: {ref: A warrant clause, checked: 2026-11-01}
                """);
        var data = folder.resolve("data");
        police = Gateway.register(data, "pd", "law_enforcement.police", "suspect_search");
        Gateway.register(data, "other", "law_enforcement.police", "suspect_search");
        gateway = Gateway.start(
                data,
                "--policies",
                folder.resolve("policies").toString(),
                "--issuers",
                folder.resolve("issuers.yaml").toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Result facegate(String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    private static void warrant(String org, String id, String... more) {
        var words = new ArrayList<>(List.of("evidence", "add", "--org", org, "--id", id, "--type", "warrant"));
        words.addAll(List.of(more));
        facegate(words.toArray(String[]::new));
    }

    private static Answer call(Key key, Map<String, String> headers) {
        return Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(key.id(), key.secret()),
                        "ListCollections",
                        "{}",
                        headers,
                        Wire.usual())
                .send();
    }

    private static Answer byToken(Map<String, Object> claims) {
        var now = Instant.now();
        var token = Jwt.claims(claims)
                .issuer(ISSUER)
                .audience("facegate")
                .subject("pd")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .sign(keys.getPrivate());
        return Wire.bare(gateway.calls(), "ListCollections", "{}")
                .with("Authorization", "Bearer " + token)
                .send();
    }

    private static void assertLacksAWarrant(Answer answer) {
        assertThat(answer.error()).as(answer.json().toString()).isEqualTo("AccessDeniedException");
        assertThat(answer.message()).contains("no_warrant");
    }

    /** What a command changed is true soon after it ended. */
    private static void soon(int status, Supplier<Answer> call) {
        Await.until(() -> call.get().status() == status);
    }

    @Test
    void aSignedHeaderBringsWhatWasRegisteredUntilItIsRevoked() {
        var named = Map.of("Facegate-Evidence", "w-1");
        assertLacksAWarrant(call(police, named));

        warrant("pd", "w-1");
        soon(200, () -> call(police, named));
        assertLacksAWarrant(call(police, Map.of()));

        facegate("evidence", "revoke", "w-1");
        soon(400, () -> call(police, named));
        assertLacksAWarrant(call(police, named));
    }

    @Test
    void aCaseBringsItsEvidenceByHeaderOrByKey() {
        warrant("pd", "w-2", "--case", "26-2");
        soon(200, () -> call(police, Map.of("Facegate-Case", "26-2")));
        assertLacksAWarrant(call(police, Map.of("Facegate-Case", "26-3")));
        assertLacksAWarrant(call(police, Map.of("Facegate-Case", "26-3", "Facegate-Evidence", "w-2")));

        var key = Gateway.mint(folder.resolve("data"), "pd", "--case", "26-2");
        soon(200, () -> call(key, Map.of()));
        assertLacksAWarrant(call(key, Map.of("Facegate-Case", "26-3")));
    }

    @Test
    void anAuthorisationChangesUnderItsId() {
        facegate("evidence", "add", "--org", "pd", "--id", "a-1", "--type", "authorisation.requested");
        facegate("evidence", "change", "a-1", "--type", "warrant");
        soon(200, () -> call(police, Map.of("Facegate-Evidence", "a-1")));
    }

    @Test
    void whatIsForeignOrNotValidNowCountsForNothing() {
        warrant("other", "foreign");
        warrant("pd", "early", "--from", "2090-01-01");
        warrant("pd", "short", "--from", "2020-01-01");
        soon(200, () -> call(police, Map.of("Facegate-Evidence", "short")));
        facegate("evidence", "change", "short", "--until", "2020-01-02");
        soon(400, () -> call(police, Map.of("Facegate-Evidence", "short")));
        assertLacksAWarrant(call(police, Map.of("Facegate-Evidence", "foreign, early, short, none")));
    }

    @Test
    void aTokenOfABoundIssuerNamesItToo() {
        assertLacksAWarrant(byToken(Map.of("facegate_evidence", "w-5")));
        warrant("pd", "w-5", "--case", "26-5");
        soon(200, () -> byToken(Map.of("facegate_evidence", "w-5")));
        assertThat(byToken(Map.of("facegate_evidence", List.of("none", "w-5"))).status())
                .isEqualTo(200);
        assertThat(byToken(Map.of("facegate_case", "26-5")).status()).isEqualTo(200);
        assertLacksAWarrant(byToken(Map.of("facegate_case", "26-6")));
    }

    @Test
    void anUnsignedHeaderProvesNobody() {
        var answer = Wire.signed(gateway.calls(), police, "ListCollections", "{}")
                .with("Facegate-Evidence", "w-1")
                .send();
        assertThat(answer.error()).isEqualTo("InvalidSignatureException");
        assertThat(answer.decision()).isEmpty();
    }

    @Test
    void everyChangeIsOnRecord() {
        warrant("pd", "w-9", "--case", "26-9");
        facegate("evidence", "change", "w-9", "--type", "court_order");
        facegate("evidence", "revoke", "w-9");
        assertThat(gateway.records().stream()
                        .filter(record -> record.path("subject").asText().equals("w-9"))
                        .map(record -> record.path("act").asText()))
                .containsExactly("evidence_add", "evidence_change", "evidence_revoke");
    }
}
