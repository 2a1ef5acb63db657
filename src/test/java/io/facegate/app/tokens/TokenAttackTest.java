package io.facegate.app.tokens;

import static io.facegate.testkit.HandMadeToken.coded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;
import io.facegate.identity.TokenVerifier;
import io.facegate.testkit.HandMadeToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known attacks with tokens, each made by hand, so that no library refuses to make it. */
class TokenAttackTest {
    private static final KeyPair RSA = pair("RSA", 2048);
    private static final KeyPair EC = pair("EC", 256);
    private static final KeyPair STRANGER = pair("RSA", 2048);

    @TempDir
    Path folder;

    private final FakeIssuer issuer = new FakeIssuer().keys(FakeIssuer.jwk("r", RSA.getPublic()));
    private final long now = Instant.now().getEpochSecond();
    private TokenVerifier tokens = TokenVerifier.trustingNoIssuer();

    @BeforeEach
    void trust() throws IOException {
        trust("keys: " + issuer.url() + FakeIssuer.KEYS);
    }

    private void trust(String keys) throws IOException {
        var file = folder.resolve("issuers.yaml");
        tokens = SmallRyeTokenVerifier.trusting(
                IssuersFile.read(Files.writeString(file, """
                    issuers:
                    - issuer: %s
                      audience: facegate
                      %s
                      organisations: [bank]
                    """.formatted(issuer.url(), keys))));
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void aGoodTokenIsAccepted() {
        assertThat(tokens.verify(rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims()), Instant.now())
                        .organisation())
                .isEqualTo("bank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "RS256 "})
    void noAlgorithmIsNoSignature(String algorithm) {
        var header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"r\"}";
        refused(coded(header) + '.' + coded(claims()) + '.');
        refused(rs256(header, claims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"kid\":\"r\"}", "{\"alg\":null,\"kid\":\"r\"}", "{\"alg\":[\"RS256\"],\"kid\":\"r\"}"})
    void aHeaderWithoutAnAlgorithmIsRefused(String header) {
        refused(rs256(header, claims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void aPublicKeyIsNoSharedSecret(String algorithm) {
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(RSA.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
        for (var secret : new byte[][] {
            RSA.getPublic().getEncoded(),
            pem.getBytes(StandardCharsets.UTF_8),
            FakeIssuer.jwk("r", RSA.getPublic()).getBytes(StandardCharsets.UTF_8)
        }) {
            var header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"r\"}";
            refused(HandMadeToken.shared(header, claims(), "HmacSHA" + algorithm.substring(2), secret));
        }
    }

    /** A header that brings or names a key, or asks for processing that is not done here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jwk\":%s",
                "\"jku\":\"https://evil.example/keys\"",
                "\"x5u\":\"https://evil.example/chain.pem\"",
                "\"x5c\":[\"MIIB\"]",
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[]",
                "\"b64\":false",
                "\"b64\":false,\"crit\":[\"b64\"]",
                "\"zip\":\"DEF\"",
                "\"enc\":\"A128GCM\"",
                "\"cty\":\"JWT\"",
            })
    void aHeaderThatBringsItsKeyIsRefusedEvenWhenTheSignatureIsGood(String member) {
        var brought = member.replace("%s", FakeIssuer.jwk("r", STRANGER.getPublic()));
        var header = "{\"alg\":\"RS256\",\"kid\":\"r\"," + brought + "}";
        refused(signed(header, claims(), STRANGER.getPrivate()));
        refused(rs256(header, claims()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/dev/null",
                "file:///etc/passwd",
                "r' OR '1'='1",
                "r\\u0000",
                "r;ls",
                "R",
                "",
            })
    void anIdOfAKeyIsOnlyCompared(String id) {
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}", claims()));
    }

    @Test
    void aVeryLongIdOfAKeyIsRefusedAndAsksNobody() {
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"" + "r".repeat(2000) + "\"}", claims()));
        refused(rs256("{\"alg\":\"RS256\",\"kid\":7}", claims()));
        assertThat(issuer.asked(FakeIssuer.KEYS)).isZero();
    }

    @Test
    void timesAudienceAndIssuerAreChecked() {
        var good = "{\"alg\":\"RS256\",\"kid\":\"r\"}";
        assertThat(why(rs256(good, claims("facegate", now - 900, now - 300)))).isEqualTo(Why.EXPIRED);
        refused(rs256(good, claims("facegate", now + 300, now + 600)));
        refused(rs256(good, claims().replace("\"sub\"", "\"nbf\":" + (now + 300) + ",\"sub\"")));
        refused(rs256(good, claims("elsewhere", now, now + 300)));
        refused(rs256(good, claims().replace("\"aud\":\"facegate\",", "")));
        refused(rs256(good, claims().replace("\"aud\":\"facegate\"", "\"aud\":[\"Facegate\",\"facegate/\"]")));
        assertThat(why(rs256(good, claims().replace(issuer.url(), issuer.url() + '/'))))
                .isEqualTo(Why.UNKNOWN_KEY);
    }

    /** 60 seconds between the clocks of an issuer and of a gateway are allowed, and no second more. */
    @ParameterizedTest
    @CsvSource({"59, true", "60, false", "61, false"})
    void anExpiredTokenIsRefusedAfterASkewOfAMinute(long after, boolean accepted) {
        long until = now + 200;
        var token = rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims("facegate", now, until));
        assertThat(isAcceptedAt(token, until + after, Why.EXPIRED)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"59, true", "60, true", "61, false"})
    void aTokenFromTheFutureIsRefusedBeyondASkewOfAMinute(long ahead, boolean accepted) {
        var token = rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims());
        assertThat(isAcceptedAt(token, now - ahead, Why.INVALID_SIGNATURE)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"59, true", "60, true", "61, false"})
    void aTokenThatIsNotYetValidIsRefusedBeyondASkewOfAMinute(long ahead, boolean accepted) {
        var claims = claims("facegate", now - 100, now + 300).replace("\"sub\"", "\"nbf\":" + now + ",\"sub\"");
        var token = rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims);
        assertThat(isAcceptedAt(token, now - ahead, Why.INVALID_SIGNATURE)).isEqualTo(accepted);
    }

    private boolean isAcceptedAt(String token, long second, Why otherwise) {
        try {
            return tokens.verify(token, Instant.ofEpochSecond(second))
                    .organisation()
                    .equals("bank");
        } catch (Unauthenticated refused) {
            assertThat(refused.reason()).isEqualTo(otherwise);
            return false;
        }
    }

    @Test
    void noMemberIsTwiceAndNoTokenIsOversizedOrNested() {
        var good = "{\"alg\":\"RS256\",\"kid\":\"r\"}";
        refused(rs256("{\"alg\":\"RS256\",\"alg\":\"RS256\",\"kid\":\"r\"}", claims()));
        refused(rs256(good, claims().replace("\"sub\"", "\"sub\":\"bank\",\"sub\"")));
        refused(rs256(good, claims().replace("\"sub\"", "\"pad\":\"" + "x".repeat(9000) + "\",\"sub\"")));
        refused(rs256(
                good, claims().replace("\"sub\"", "\"pad\":" + "[".repeat(2000) + "]".repeat(2000) + ",\"sub\"")));
        // An encrypted token has five parts.
        refused(coded("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\",\"cty\":\"JWT\"}") + ".AA.AA.AA.AA");
        // A signed token inside a signed token.
        refused(rs256(good, '"' + rs256(good, claims()) + '"'));
    }

    @Test
    void anEmptyOrZeroSignatureIsNone() {
        issuer.keys(FakeIssuer.jwk("r", RSA.getPublic()), FakeIssuer.jwk("e", EC.getPublic()));
        var rsa = coded("{\"alg\":\"RS256\",\"kid\":\"r\"}") + '.' + coded(claims()) + '.';
        var ec = coded("{\"alg\":\"ES256\",\"kid\":\"e\"}") + '.' + coded(claims()) + '.';
        refused(rsa);
        refused(ec);
        refused(ec + coded(new byte[64]));
        refused(rsa + coded(new byte[256]));
        // The control: the same key, a real signature.
        assertThat(tokens.verify(es256("{\"alg\":\"ES256\",\"kid\":\"e\"}"), Instant.now())
                        .organisation())
                .isEqualTo("bank");
    }

    /** A key is for its own algorithm, and for signatures. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"use\":\"enc\"", "\"key_ops\":[\"encrypt\"]", "\"alg\":\"PS256\"", "\"alg\":\"RSA-OAEP\""})
    void aKeyForSomethingElseVerifiesNothing(String member) {
        issuer.keys(FakeIssuer.jwk("r", RSA.getPublic()).replaceFirst("\\{", "{" + member + ","));
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims()));
    }

    @Test
    void anRsaKeyOf1024BitsVerifiesNothing() throws IOException {
        var weak = pair("RSA", 1024);
        issuer.keys(FakeIssuer.jwk("w", weak.getPublic()), FakeIssuer.jwk("r", RSA.getPublic()));
        refused(signed("{\"alg\":\"RS256\",\"kid\":\"w\"}", claims(), weak.getPrivate()));
        aGoodTokenIsAccepted();
        Files.writeString(folder.resolve("weak.json"), FakeIssuer.jwk("w", weak.getPublic()));
        trust("keys: weak.json");
        refused(signed("{\"alg\":\"RS256\",\"kid\":\"w\"}", claims(), weak.getPrivate()));
        Files.writeString(
                folder.resolve("weak.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(weak.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        trust("keys: weak.pem");
        refused(signed("{\"alg\":\"RS256\",\"kid\":\"w\"}", claims(), weak.getPrivate()));
    }

    @Test
    void aSetOfTenThousandKeysIsRefusedWhole() {
        issuer.keys(FakeIssuer.many(10_000, RSA.getPublic()));
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"k0\"}", claims()));
    }

    @Test
    void anIdThatTwoKeysHaveIsOfNeither() {
        issuer.keys(FakeIssuer.jwk("r", STRANGER.getPublic()), FakeIssuer.jwk("r", RSA.getPublic()));
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims()));
        refused(signed("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims(), STRANGER.getPrivate()));
    }

    @Test
    void noRedirectIsFollowed() {
        try (var evil = new FakeIssuer().keys(FakeIssuer.jwk("r", STRANGER.getPublic()))) {
            issuer.answer(FakeIssuer.KEYS, new FakeIssuer.Answer(302, "", evil.url() + FakeIssuer.KEYS, 0));
            refused(signed("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims(), STRANGER.getPrivate()));
            assertThat(evil.asked(FakeIssuer.KEYS)).isZero();
        }
    }

    @Test
    void aServerThatTricklesIsGivenUp() {
        var set = "{\"keys\":[" + FakeIssuer.jwk("r", RSA.getPublic()) + "]}";
        issuer.answer(FakeIssuer.KEYS, new FakeIssuer.Answer(200, set, "", 40));
        long before = System.nanoTime();
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims()));
        assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(5000);
    }

    @Test
    void aKeySetWithAMemberTwiceIsRefused() {
        issuer.answer(
                FakeIssuer.KEYS,
                "{\"keys\":[" + FakeIssuer.jwk("x", STRANGER.getPublic()) + "],\"keys\":["
                        + FakeIssuer.jwk("r", RSA.getPublic()) + "]}");
        refused(rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims()));
    }

    private void refused(String token) {
        assertThat(why(token)).isEqualTo(Why.INVALID_SIGNATURE);
    }

    private Why why(String token) {
        var fault = catchThrowableOfType(Unauthenticated.class, () -> tokens.verify(token, Instant.now()));
        assertThat(fault).as("the token was accepted").isNotNull();
        return fault.reason();
    }

    private String claims() {
        return claims("facegate", now, now + 300);
    }

    private String claims(String audience, long from, long until) {
        return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"bank\",\"iat\":%d,\"exp\":%d}"
                .formatted(issuer.url(), audience, from, until);
    }

    private static String rs256(String header, String claims) {
        return signed(header, claims, RSA.getPrivate());
    }

    private static String signed(String header, String claims, PrivateKey key) {
        return HandMadeToken.rs256(header, claims, key);
    }

    private String es256(String header) {
        return HandMadeToken.signed(header, claims(), "SHA256withECDSA", EC.getPrivate(), der -> {
            try {
                return EcdsaUsingShaAlgorithm.convertDerToConcatenated(der, 64);
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static KeyPair pair(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }
}
