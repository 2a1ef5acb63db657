package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a real Keycloak: two realms, of which one may speak for a nonprofit and the other for a police department. */
class KeycloakIT {
    private static final KeycloakServer KEYCLOAK = KeycloakServer.shared();
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private static Path folder;

    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        KEYCLOAK.importRealm("charity", "charity");
        KEYCLOAK.importRealm("charity", "rotated");
        KEYCLOAK.importRealm("police", "police");
        gateway = Gateway.start(trusting("data", "charity", "rotated", "police"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** A fresh data folder whose gateway trusts these realms, the police's for the police and the others for a nonprofit. */
    private static Path trusting(String name, String... realms) throws IOException {
        var data = folder.resolve(name);
        Cast.register(data);
        var entries = new StringBuilder("issuers:\n");
        for (var realm : realms) {
            entries.append("""
                - issuer: %s
                  audience: facegate
                  organisations: [%s]
                  claims: {organisation: facegate_org, purpose: facegate_purpose}
                """.formatted(KEYCLOAK.issuer(realm), realm.equals("police") ? "pd" : "hope"));
        }
        Files.writeString(data.resolve("issuers.yaml"), entries);
        return data;
    }

    @Test
    void aTokenOfAClientIsAcceptedOnTwoWiresAndItsKeysAreOnRecord() throws IOException, InterruptedException {
        var token = KEYCLOAK.token("charity", "scanner");
        var answer = detect(token);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("FaceDetails")).hasSize(1);
        var record = record(answer.decision());
        assertThat(record.get("method").asText()).isEqualTo("jwt");
        assertThat(record.at("/organisation/id").asText()).isEqualTo("hope");
        assertThat(record.get("purpose").asText()).isEqualTo("missing_child");

        var neutral = Neutral.of(gateway);
        var said = neutral.send(neutral.request("POST", "detect", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build());
        said.as("detect", 200);
        assertThat(gateway.records()).anyMatch(act -> act.path("act").asText().equals("issuer_keys"));
    }

    @Test
    void anIssuerOfThePoliceCannotMintItsWayIntoANonprofit() {
        var police = detect(KEYCLOAK.token("police", "desk"));
        assertThat(police.error()).isEqualTo("AccessDeniedException");
        assertThat(record(police.decision()).at("/organisation/id").asText()).isEqualTo("pd");
        assertNobody(detect(KEYCLOAK.token("police", "minting")), "UnrecognizedClientException");
    }

    @Test
    void refusedTokensAreOnRecord() throws IOException {
        var data = trusting("attacked", "charity", "police");
        try (var attacked = Gateway.start(data)) {
            assertNobody(detect(attacked, KEYCLOAK.token("police", "minting")), "UnrecognizedClientException");
            assertNobody(detect(attacked, KEYCLOAK.token("charity", "elsewhere")), "InvalidSignatureException");
            assertNobody(detect(attacked, KEYCLOAK.token("charity", "no-audience")), "InvalidSignatureException");
            assertNobody(detect(attacked, forged()), "InvalidSignatureException");
        }
        // Attempts are counted, and written when their minute is over, at the latest at the end.
        assertThat(attempts(data, "unknown_key")).isEqualTo(1);
        assertThat(attempts(data, "invalid_signature")).isEqualTo(3);
    }

    /** A token of the police, changed into one of the charity. */
    private static String forged() {
        var parts = KEYCLOAK.token("police", "desk").split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace(KEYCLOAK.issuer("police"), KEYCLOAK.issuer("charity"))
                .replace("\"facegate_org\":\"pd\"", "\"facegate_org\":\"hope\"");
        var coded = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return parts[0] + '.' + coded + '.' + parts[2];
    }

    private static int attempts(Path data, String reason) {
        return Gateway.records(data).stream()
                .filter(record -> record.path("kind").asText().equals("AUTH")
                        && record.path("reason").asText().equals(reason))
                .mapToInt(record -> record.path("attempts").asInt())
                .sum();
    }

    @Test
    void keysAreRotatedWhileCallsRunAndNoneIsLost() {
        var old = KEYCLOAK.token("rotated", "scanner");
        var current = new AtomicReference<>(old);
        var running = new AtomicBoolean(true);
        var accepted = new AtomicInteger();
        var refused = new AtomicReference<String>();
        var caller = Thread.ofVirtual().start(() -> {
            while (running.get()) {
                var answer = detect(current.get());
                if (answer.status() == 200) {
                    accepted.incrementAndGet();
                } else {
                    refused.set(answer.json().toString());
                }
            }
        });
        try {
            until(accepted, 1);
            var added = KEYCLOAK.addKey("rotated", 200);
            var fresh = KEYCLOAK.token("rotated", "scanner");
            assertThat(keyId(fresh)).isNotEqualTo(keyId(old));
            long asked = System.nanoTime();
            assertThat(detect(fresh).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
            current.set(fresh);
            assertThat(detect(old).status())
                    .as("the old key is still published")
                    .isEqualTo(200);
            until(accepted, accepted.get() + 2);
            KEYCLOAK.keepOnlyKey("rotated", added);
        } finally {
            running.set(false);
        }
        join(caller);
        assertThat(refused.get()).isNull();
        removedKeyIsRefused(old);
    }

    /** The first token of a newer key makes the gateway fetch; without it, the next fetch is within five minutes. */
    private static void removedKeyIsRefused(String old) {
        // An unknown key causes a fetch at most once in ten seconds.
        Gateway.pause(10_000);
        KEYCLOAK.addKey("rotated", 300);
        assertThat(detect(KEYCLOAK.token("rotated", "scanner")).status()).isEqualTo(200);
        assertNobody(detect(old), "InvalidSignatureException");
        assertThat(gateway.records().stream()
                        .filter(act -> act.path("act").asText().equals("issuer_keys"))
                        .count())
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void aClientOrRealmThatWasDisabledGetsNoTokens() {
        KEYCLOAK.enableClient("charity", "scanner", false);
        assertThat(KEYCLOAK.requestToken("charity", "scanner").has("access_token"))
                .isFalse();
        KEYCLOAK.enableClient("charity", "scanner", true);
        assertThat(detect(KEYCLOAK.token("charity", "scanner")).status()).isEqualTo(200);
        KEYCLOAK.enableRealm("charity", false);
        assertThat(KEYCLOAK.requestToken("charity", "scanner").has("access_token"))
                .isFalse();
        KEYCLOAK.enableRealm("charity", true);
    }

    @Test
    void tokensOfAnIssuerWithoutKeysAreRefusedAndHealthSaysSo() throws IOException {
        KEYCLOAK.importRealm("charity", "closed");
        var closed = KEYCLOAK.token("closed", "scanner");
        KEYCLOAK.deleteRealm("closed");
        try (var started = Gateway.start(trusting("without", "closed", "charity"))) {
            var answer = detect(started, closed);
            assertNobody(answer, "InvalidSignatureException");
            assertThat(answer.message()).contains("issuer's keys cannot be fetched");
            assertThat(detect(started, KEYCLOAK.token("charity", "scanner")).status())
                    .isEqualTo(200);
            assertThat(started.readiness())
                    .contains("issuers_unreachable")
                    .contains(KEYCLOAK.issuer("closed"))
                    .contains("its tokens are refused")
                    .doesNotContain(KEYCLOAK.issuer("charity"));
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(AtomicInteger count, int value) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (count.get() < value && System.nanoTime() < end) {
            Gateway.pause(20);
        }
        assertThat(count.get()).isGreaterThanOrEqualTo(value);
    }

    private static String keyId(String token) {
        var header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return Gateway.parsed(new String(header, StandardCharsets.UTF_8))
                .get("kid")
                .asText();
    }

    private static Answer detect(String token) {
        return detect(gateway, token);
    }

    private static Answer detect(Gateway gateway, String token) {
        return Wire.bare(gateway.calls(), "DetectFaces", DETECT)
                .with("Authorization", "Bearer " + token)
                .send();
    }

    private static JsonNode record(String decision) {
        return gateway.records().stream()
                .filter(record -> record.get("id").asText().equals(decision))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNobody(Answer answer, String error) {
        assertThat(answer.error()).as(answer.json().toString()).isEqualTo(error);
        assertThat(answer.decision()).isEmpty();
    }
}
