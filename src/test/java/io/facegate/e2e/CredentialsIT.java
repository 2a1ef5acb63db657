package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Wire.Answer;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other credentials on the same wire: bearer tokens of a trusted issuer, and API keys. */
class CredentialsIT {
    private static final String ISSUER = "https://login.example.org";
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private static Path folder;

    private static KeyPair keys;
    private static Cast cast;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        keys = pair();
        var data = folder.resolve("data");
        cast = Cast.register(data);
        Files.writeString(
                folder.resolve("login.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Files.writeString(folder.resolve("issuers.yaml"), """
            issuers:
              - issuer: %s
                audience: facegate
                keys: login.pem
                algorithms: [RS256]
                organisations: [hope, pd]
            """.formatted(ISSUER));
        gateway =
                Gateway.start(data, "--issuers", folder.resolve("issuers.yaml").toString());
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String token(String organisation, KeyPair signer, String audience, Instant issued) {
        return Jwt.claims(Map.of())
                .issuer(ISSUER)
                .audience(audience)
                .subject(organisation)
                .issuedAt(issued)
                .expiresAt(issued.plusSeconds(300))
                .sign(signer.getPrivate());
    }

    private static String token(String organisation) {
        return token(organisation, keys, "facegate", Instant.now());
    }

    private static Wire call() {
        return Wire.bare(gateway.calls(), "DetectFaces", DETECT);
    }

    private static Answer bearer(String token) {
        return call().with("Authorization", "Bearer " + token).send();
    }

    private static void assertAnswered(Answer answer, String method) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("FaceDetails")).hasSize(1);
        assertThat(record(answer).get("method").asText()).isEqualTo(method);
        assertThat(record(answer).at("/organisation/id").asText()).isEqualTo("hope");
    }

    private static JsonNode record(Answer answer) {
        return gateway.records().stream()
                .filter(record -> record.get("id").asText().equals(answer.decision()))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.error()).isEqualTo("AccessDeniedException");
        assertThat(answer.message()).contains("amazon-rekognition-2020/police");
        assertThat(record(answer).at("/organisation/id").asText()).isEqualTo("pd");
    }

    private static void assertNobody(Answer answer, String error) {
        assertThat(answer.error()).as(answer.json().toString()).isEqualTo(error);
        assertThat(answer.decision()).isEmpty();
    }

    @Test
    void aTokenOfATrustedIssuerIsBelieved() {
        assertAnswered(bearer(token("hope")), "jwt");
    }

    @Test
    void aTokenIsJudgedAsItsOrganisation() {
        assertRefused(bearer(token("pd")));
    }

    @Test
    void anIssuerSpeaksForNobodyElse() {
        assertNobody(bearer(token("shop")), "UnrecognizedClientException");
    }

    @Test
    void aTokenSignedBySomebodyElseProvesNobody() throws GeneralSecurityException {
        assertNobody(bearer(token("hope", pair(), "facegate", Instant.now())), "InvalidSignatureException");
    }

    @Test
    void aTokenForSomebodyElseProvesNobody() {
        assertNobody(bearer(token("hope", keys, "another-gateway", Instant.now())), "InvalidSignatureException");
    }

    @Test
    void anOldTokenHasExpired() {
        assertNobody(
                bearer(token("hope", keys, "facegate", Instant.now().minusSeconds(3600))), "ExpiredTokenException");
    }

    @Test
    void aTokenInAnotherSpellingProvesNobody() {
        var good = token("hope");
        var parts = good.split("\\.");
        // Of the last character of 256 bytes, two bits belong to a byte; a lenient reader passes over the others.
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var stray = letters.charAt(letters.indexOf(good.charAt(good.length() - 1)) + 1);
        for (var other : List.of(
                good + "==",
                good + "=",
                good.substring(0, good.length() - 1) + stray,
                parts[0] + "=." + parts[1] + '.' + parts[2],
                parts[0] + '.' + parts[1] + "=." + parts[2],
                good.replace('-', '+').replace('_', '/'))) {
            assertNobody(bearer(other), "InvalidSignatureException");
        }
        assertAnswered(bearer(good), "jwt");
    }

    @Test
    void whatIsNoTokenProvesNobody() {
        assertNobody(bearer("e30.e30.e30"), "UnrecognizedClientException");
        assertNobody(bearer("gibberish"), "InvalidSignatureException");
    }

    @Test
    void anApiKeyIsBelieved() {
        assertAnswered(call().with("X-Api-Key", cast.hope().apiKey()).send(), "api_key");
        assertAnswered(bearer(cast.hope().apiKey()), "api_key");
    }

    @Test
    void anApiKeyIsJudgedAsItsOrganisation() {
        assertRefused(call().with("X-Api-Key", cast.pd().apiKey()).send());
    }

    @Test
    void anApiKeyWithOneOtherLetterProvesNobody() {
        var key = cast.hope().apiKey();
        var last = key.charAt(key.length() - 1) == 'a' ? 'b' : 'a';

        assertNobody(
                call().with("X-Api-Key", key.substring(0, key.length() - 1) + last)
                        .send(),
                "UnrecognizedClientException");
    }
}
