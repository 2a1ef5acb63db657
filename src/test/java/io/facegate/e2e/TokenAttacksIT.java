package io.facegate.e2e;

import static io.facegate.testkit.HandMadeToken.coded;
import static io.facegate.testkit.HandMadeToken.rs256;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.e2e.Wire.Answer;
import io.facegate.testkit.HandMadeToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The known attacks with tokens, at a gateway: each is refused before it is judged, and is on record as an attempt. */
class TokenAttacksIT {
    private static final String ISSUER = "https://login.example.org";
    /** Its tokens are good for one call. */
    private static final String SINGLE = "https://once.example.org";

    private static final String GOOD = "{\"alg\":\"RS256\",\"kid\":\"r\"}";

    @TempDir
    private Path data;

    private KeyPair key;
    private KeyPair strangers;
    private String pem = "";

    @BeforeEach
    void register() throws IOException, GeneralSecurityException {
        Cast.register(data);
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        strangers = generator.generateKeyPair();
        pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Files.writeString(data.resolve("login.json"), "{\"keys\":[" + jwk("r", key) + "]}");
        Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
              - {issuer: %s, audience: facegate, keys: login.json, algorithms: [RS256], organisations: [pd]}
              - {issuer: %s, audience: facegate, keys: login.json, algorithms: [RS256], organisations: [pd], jti: required}
            """.formatted(ISSUER, SINGLE));
    }

    @Test
    void eachKnownAttackIsRefusedAndCountedByItsReason() throws IOException {
        int attacked;
        try (var evil = FakeVendor.start()
                        .answers(FakeVendor.Answer.of(200, "{\"keys\":[" + jwk("r", strangers) + "]}"));
                var gateway = Gateway.start(data)) {
            var attacks = attacks(evil.url().toString());
            attacked = attacks.size();
            assertThat(call(gateway, rs256(GOOD, claims(), key.getPrivate())).decision())
                    .as("the control: a good token is judged")
                    .isNotEmpty();
            attacks.forEach((attack, token) -> assertNobody(gateway, attack, token, "InvalidSignatureException"));
            var expired = claims(ISSUER, "facegate", Instant.now().getEpochSecond() - 600, 500);
            assertNobody(gateway, "expired", rs256(GOOD, expired, key.getPrivate()), "ExpiredTokenException");
            Gateway.pause(1_100);
            replay(gateway);
            assertThat(evil.seen())
                    .as("nobody's keys are fetched from where a token says")
                    .isEmpty();
        }
        // Attempts are counted, and written when their minute is over, at the latest at the end.
        assertThat(attempts("invalid_signature")).isEqualTo(attacked);
        assertThat(attempts("expired")).isEqualTo(2);
        assertThat(Gateway.records(data).toString())
                .as("no token is on record")
                .doesNotContain(coded(GOOD), coded(claims()).substring(0, 40));
    }

    private void replay(Gateway gateway) {
        // A gateway takes single tokens only if they cannot have been used before it started.
        var once = claims(SINGLE, "facegate", Instant.now().getEpochSecond() + 60, 200)
                .replace("\"sub\"", "\"jti\":\"t-1\",\"sub\"");
        var token = rs256(GOOD, once, key.getPrivate());
        assertThat(call(gateway, token).decision()).as("the first use").isNotEmpty();
        assertNobody(gateway, "replay", token, "ExpiredTokenException");
    }

    /** What must not verify, by the name of the attack. */
    private Map<String, String> attacks(String evil) {
        var all = new LinkedHashMap<String, String>();
        all.put("alg none", coded("{\"alg\":\"none\",\"kid\":\"r\"}") + '.' + coded(claims()) + '.');
        all.put(
                "key confusion",
                HandMadeToken.shared(
                        "{\"alg\":\"HS256\",\"kid\":\"r\"}",
                        claims(),
                        "HmacSHA256",
                        pem.getBytes(StandardCharsets.UTF_8)));
        all.put("a stranger's key", rs256(GOOD, claims(), strangers.getPrivate()));
        for (var member : List.of(
                "\"jwk\":" + jwk("r", strangers),
                "\"jku\":\"" + evil + "/keys\"",
                "\"x5u\":\"" + evil + "/chain.pem\"",
                "\"x5c\":[\"MIIB\"]",
                "\"crit\":[\"exp\"]")) {
            var header = "{\"alg\":\"RS256\",\"kid\":\"r\"," + member + "}";
            all.put(member + " by a stranger", rs256(header, claims(), strangers.getPrivate()));
            all.put(member + " by the issuer", rs256(header, claims(), key.getPrivate()));
        }
        for (var id : List.of("../../../../dev/null", "r' OR '1'='1", "login.json")) {
            all.put("kid " + id, rs256("{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}", claims(), key.getPrivate()));
        }
        var elsewhere = claims(ISSUER, "elsewhere", Instant.now().getEpochSecond(), 300);
        all.put("wrong audience", rs256(GOOD, elsewhere, key.getPrivate()));
        var large = claims().replace("\"sub\"", "\"pad\":\"" + "x".repeat(7_000) + "\",\"sub\"");
        all.put("oversized", rs256(GOOD, large, key.getPrivate()));
        return all;
    }

    private static String jwk(String id, KeyPair pair) {
        var rsa = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(id, number(rsa.getModulus()), number(rsa.getPublicExponent()));
    }

    /** Without the leading byte of the sign. */
    private static String number(BigInteger number) {
        var bytes = number.toByteArray();
        return coded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String claims() {
        return claims(ISSUER, "facegate", Instant.now().getEpochSecond(), 300);
    }

    private static String claims(String issuer, String audience, long from, long seconds) {
        return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"pd\",\"iat\":%d,\"exp\":%d}"
                .formatted(issuer, audience, from, from + seconds);
    }

    private static Answer call(Gateway gateway, String token) {
        return Wire.bare(gateway.calls(), "ListCollections", "{}")
                .with("Authorization", "Bearer " + token)
                .send();
    }

    private static void assertNobody(Gateway gateway, String attack, String token, String error) {
        var answer = call(gateway, token);
        assertThat(answer.error()).as(attack + ": " + answer.json()).isEqualTo(error);
        assertThat(answer.decision()).as(attack).isEmpty();
    }

    private int attempts(String reason) {
        return Gateway.records(data).stream()
                .filter(record -> record.path("kind").asText().equals("AUTH")
                        && record.path("reason").asText().equals(reason))
                .mapToInt(record -> record.path("attempts").asInt())
                .sum();
    }
}
