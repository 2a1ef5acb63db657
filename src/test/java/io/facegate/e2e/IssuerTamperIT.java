package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.e2e.Wire.Answer;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who can write {@code issuers.yaml} or a key file beside it, and nothing more. */
class IssuerTamperIT {
    private static final String ISSUER = "https://login.example.org";

    @TempDir
    private Path folder;

    private Path data;
    private KeyPair operators;
    private KeyPair strangers;

    @BeforeEach
    void register() throws IOException, GeneralSecurityException {
        data = folder.resolve("data");
        Cast.register(data);
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        operators = generator.generateKeyPair();
        strangers = generator.generateKeyPair();
        key(operators);
        issuers("[pd]");
    }

    @Test
    void aFileThatWasChangedIsNotBelievedUntilAPersonAcceptsIt() throws IOException {
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, "pd", operators).decision()).isNotEmpty();
            assertThat(gateway.acts()).contains("issuer_adopt " + ISSUER);
        }
        issuers("[hope, pd]");
        try (var gateway = Gateway.start(data)) {
            assertNobody(gateway, "pd", operators);
            assertNobody(gateway, "hope", operators);
            assertThat(gateway.log()).contains("Tokens of " + ISSUER);
            assertThat(gateway.acts()).anyMatch(act -> act.startsWith("issuer_not_accepted "));
            assertThat(gateway.readiness()).contains("issuers_not_accepted").contains(ISSUER);

            var listed = issuer("list", "--json").expect(5);
            assertThat(listed.out()).contains("\"state\":\"changed\"").contains(ISSUER);
            issuer("accept", "--by", "m.roe", "--reason", "hope came").expect(0);
            Gateway.pause(1000);
            assertThat(call(gateway, "hope", operators).status()).isEqualTo(200);
            assertThat(gateway.readiness()).doesNotContain("issuers_not_accepted");
            assertThat(gateway.acts()).contains("issuer_accept " + ISSUER);
            issuer("list").expect(0);
        }
    }

    @Test
    void aKeyFileThatWasChangedIsNotBelieved() throws IOException {
        Gateway.start(data).close();
        key(strangers);
        try (var gateway = Gateway.start(data)) {
            assertNobody(gateway, "pd", strangers);
            assertNobody(gateway, "pd", operators);
        }
        // The control: as it was, it counts again.
        key(operators);
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, "pd", operators).decision()).isNotEmpty();
        }
    }

    @Test
    void anIssuerThatAppearsLaterOrComesBackIsNotBelieved() throws IOException {
        Files.delete(data.resolve("issuers.yaml"));
        Gateway.start(data).close();
        issuers("[pd]");
        try (var gateway = Gateway.start(data)) {
            assertNobody(gateway, "pd", operators);
            issuer("accept").expect(0);
        }
        Files.delete(data.resolve("issuers.yaml"));
        Gateway.start(data).close();
        issuers("[pd]");
        try (var gateway = Gateway.start(data)) {
            assertNobody(gateway, "pd", operators);
        }
    }

    /** With the row gone that says that a start looked at them, the next is no first start. */
    @Test
    void whoEmptiesTheTableOfIssuersMakesNoFirstStart() throws IOException, SQLException {
        Gateway.start(data).close();
        key(strangers);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var run = connection.createStatement()) {
            run.execute("DELETE FROM issuer");
        }
        try (var gateway = Gateway.start(data)) {
            assertNobody(gateway, "pd", strangers);
            assertThat(gateway.log()).contains("issuer/" + ISSUER).contains("issuer/*");
            issuer("list").expect(5);
        }
    }

    private Gateway.Result issuer(String... words) {
        var all = new java.util.ArrayList<String>(List.of("issuer"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Gateway.run(all.toArray(String[]::new));
    }

    private void issuers(String organisations) throws IOException {
        Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
              - issuer: %s
                audience: facegate
                keys: login.pem
                algorithms: [RS256]
                organisations: %s
            """.formatted(ISSUER, organisations));
    }

    private void key(KeyPair pair) throws IOException {
        Files.writeString(
                data.resolve("login.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    private static void assertNobody(Gateway gateway, String organisation, KeyPair signer) {
        var answer = call(gateway, organisation, signer);
        assertThat(answer.error()).as(answer.json().toString()).isEqualTo("UnrecognizedClientException");
        assertThat(answer.decision()).isEmpty();
    }

    private static Answer call(Gateway gateway, String organisation, KeyPair signer) {
        var now = Instant.now();
        var token = Jwt.claims(Map.of())
                .issuer(ISSUER)
                .audience("facegate")
                .subject(organisation)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .sign(signer.getPrivate());
        return Wire.bare(gateway.calls(), "ListCollections", "{}")
                .with("Authorization", "Bearer " + token)
                .send();
    }
}
