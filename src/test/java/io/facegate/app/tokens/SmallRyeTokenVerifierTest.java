package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;
import io.facegate.identity.TokenVerifier;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallRyeTokenVerifierTest {
    private static final String ISSUER = "https://id.example.org";
    private static final KeyPair RSA = pair("RSA", 2048);
    private static final KeyPair EC = pair("EC", 256);
    private static final KeyPair STRANGER = pair("RSA", 2048);

    @TempDir
    Path folder;

    private final Instant now = Instant.now();

    @Test
    void readsTokensSignedWithRsaEcOrEdwardsKeys() throws Exception {
        var edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        for (var pair : List.of(RSA, EC, edwards)) {
            var claims = pem(pair).verify(signed(token("bank"), pair.getPrivate()), now);
            assertThat(claims.organisation()).isEqualTo("bank");
            assertThat(claims.issuer()).isEqualTo(ISSUER);
            assertThat(claims.purpose()).isNull();
            assertThat(claims.principals()).isEmpty();
        }
    }

    @Test
    void readsPurposeOrganisationAndPrincipals() throws Exception {
        var token = token("client-7")
                .claim("org", "vendor")
                .claim("purpose", "fraud_prevention")
                .claim("on_behalf_of", List.of("bank"));
        var claims = pem(RSA).verify(signed(token, RSA.getPrivate()), now);
        assertThat(claims.organisation()).isEqualTo("vendor");
        assertThat(claims.purpose()).isEqualTo("fraud_prevention");
        assertThat(claims.principals()).containsExactly("bank");
        var one = pem(RSA).verify(signed(token("vendor").claim("on_behalf_of", "bank"), RSA.getPrivate()), now);
        assertThat(one.principals()).containsExactly("bank");
    }

    @Test
    void readsEvidenceAndCase() throws Exception {
        var token =
                token("bank").claim("facegate_evidence", List.of("w-1", "w-2")).claim("facegate_case", "26-4711");
        var claims = pem(RSA).verify(signed(token, RSA.getPrivate()), now);
        assertThat(claims.evidence()).containsExactly("w-1", "w-2");
        assertThat(claims.caseId()).isEqualTo("26-4711");
        var one = pem(RSA).verify(signed(token("bank").claim("facegate_evidence", "w-1"), RSA.getPrivate()), now);
        assertThat(one.evidence()).containsExactly("w-1");
        assertThat(one.caseId()).isNull();
    }

    @Test
    void refusesClaimsOfAnotherForm() throws Exception {
        var reader = pem(RSA);
        for (var wrong : List.of(7, List.of(7))) {
            assertThat(why(reader, signed(token("bank").claim("facegate_evidence", wrong), RSA.getPrivate())))
                    .as(wrong.toString())
                    .isEqualTo(Why.INVALID_SIGNATURE);
        }
        assertThat(why(reader, signed(token("bank").claim("facegate_case", List.of("1")), RSA.getPrivate())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        var claims = """
            {"iss": "%s", "aud": "facegate", "sub": "bank", "iat": %d, "exp": %d, "facegate_evidence": [%s]}\
            """;
        long at = now.getEpochSecond();
        assertThat(reader.verify(signedText(claims.formatted(ISSUER, at, at + 60, "\"w-1\"")), now)
                        .evidence())
                .containsExactly("w-1");
        assertThat(why(reader, signedText(claims.formatted(ISSUER, at, at + 60, "\"w-1\", null"))))
                .isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Test
    void refusesMorePrincipalsThanARecordLists() throws Exception {
        var many =
                java.util.stream.IntStream.range(0, 33).mapToObj(at -> "p" + at).toList();
        var token = signed(token("bank").claim("on_behalf_of", many), RSA.getPrivate());
        assertThatThrownBy(() -> pem(RSA).verify(token, now))
                .isInstanceOf(Unauthenticated.class)
                .hasMessageContaining("more than 32");
    }

    private static String signedText(String claims) throws Exception {
        var jws = new org.jose4j.jws.JsonWebSignature();
        jws.setPayload(claims);
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKey(RSA.getPrivate());
        return jws.getCompactSerialization();
    }

    @Test
    void refusesAnIssuerThatSpeaksForOthers() throws Exception {
        var reader = pem(RSA);
        assertThat(why(reader, signed(token("police"), RSA.getPrivate()))).isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(reader, signed(token("bank").claim("org", "police"), RSA.getPrivate())))
                .isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(reader, signed(token("vendor").claim("on_behalf_of", "police"), RSA.getPrivate())))
                .isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(reader, signed(Jwt.claims().issuer(ISSUER).audience("facegate"), RSA.getPrivate())))
                .isEqualTo(Why.UNKNOWN_KEY);
    }

    @Test
    void refusesAnotherIssuerAudienceOrKey() throws Exception {
        var reader = pem(RSA);
        assertThat(why(reader, signed(token("bank").issuer("https://evil.example"), RSA.getPrivate())))
                .isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(reader, signed(token("bank").audience("elsewhere"), RSA.getPrivate())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(reader, signed(token("bank"), STRANGER.getPrivate()))).isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(reader, signed(token("bank"), EC.getPrivate()))).isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Test
    void refusesTokensOutsideTheirTime() throws Exception {
        var reader = pem(RSA);
        var past = now.minusSeconds(900);
        assertThat(why(reader, signed(token("bank").issuedAt(past).expiresAt(now.minusSeconds(300)), RSA.getPrivate())))
                .isEqualTo(Why.EXPIRED);
        assertThat(why(
                        reader,
                        signed(token("bank").issuedAt(now).expiresAt(now.plusSeconds(86_400)), RSA.getPrivate())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(
                        reader,
                        signed(
                                token("bank").issuedAt(now.plusSeconds(300)).expiresAt(now.plusSeconds(600)),
                                RSA.getPrivate())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(
                        reader,
                        signed(token("bank").claim("nbf", now.plusSeconds(300).getEpochSecond()), RSA.getPrivate())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        var good = signed(token("bank"), RSA.getPrivate());
        assertThat(catchThrowableOfType(Unauthenticated.class, () -> reader.verify(good, now.plusSeconds(7200)))
                        .reason())
                .isEqualTo(Why.EXPIRED);
    }

    @Test
    void refusesATokenWithoutAnExpiry() throws Exception {
        var claims = new org.jose4j.jwt.JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("facegate");
        claims.setSubject("bank");
        claims.setIssuedAtToNow();
        assertThat(why(pem(RSA), signedText(claims.toJson()))).isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Test
    void refusesNoSignatureAndSharedSecrets() throws Exception {
        var reader = pem(RSA);
        var parts = signed(token("bank"), RSA.getPrivate()).split("\\.");
        var none = base64("{\"alg\":\"none\"}") + '.' + parts[1] + '.';
        assertThat(why(reader, none)).isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(reader, base64("{\"alg\":\"none\"}") + '.' + parts[1] + '.' + parts[2]))
                .isEqualTo(Why.INVALID_SIGNATURE);
        for (var secret : List.of(RSA.getPublic().getEncoded(), pemText(RSA).getBytes(StandardCharsets.US_ASCII))) {
            var confused = token("bank").jws().sign(new SecretKeySpec(secret, "HmacSHA256"));
            assertThat(why(reader, confused)).isEqualTo(Why.INVALID_SIGNATURE);
            assertThat(why(jwks(RSA, "1"), confused)).isEqualTo(Why.INVALID_SIGNATURE);
        }
    }

    @Test
    void refusesNonsense() throws Exception {
        var reader = pem(RSA);
        var good = signed(token("bank"), RSA.getPrivate());
        for (var wrong : List.of(
                "",
                ".",
                "..",
                "a.b.c",
                "a.b.c.d",
                "é.é.é",
                good + "a",
                "x".repeat(9000),
                good.replace('.', '-'),
                base64("{}") + '.' + base64("{\"iss\":7}") + '.',
                base64("{}") + '.' + base64("[]") + '.',
                base64("{}") + '.' + base64("{\"iss\":\"a\",\"iss\":\"b\"}") + '.')) {
            assertThat(why(reader, wrong)).as(wrong).isNotNull();
        }
    }

    @Test
    void followsTheKeysOfAnIssuerThatRotatesThem() throws Exception {
        var served = new String[] {jwksText(RSA, "one")};
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            var body = served[0].getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var reader = reader("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
            assertThat(reader.verify(signed(token("bank"), RSA.getPrivate(), "one"), now)
                            .organisation())
                    .isEqualTo("bank");
            served[0] = jwksText(EC, "two");
            // Within 300 ms of a fetch the library does not fetch again; and then once a minute, so one try must do.
            Thread.sleep(400);
            assertThat(reader.verify(signed(token("bank"), EC.getPrivate(), "two"), now)
                            .organisation())
                    .isEqualTo("bank");
            assertThat(why(reader, signed(token("bank"), RSA.getPrivate(), "one")))
                    .isEqualTo(Why.INVALID_SIGNATURE);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhenTheKeysCannotBeFetched() throws Exception {
        var reader = reader("http://127.0.0.1:1/jwks");
        assertThat(why(reader, signed(token("bank"), RSA.getPrivate(), "one"))).isEqualTo(Why.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "503 <html>Down.</html>",
                "200 <html>Down.</html>",
                "200 {\"keys\":\"x\"}",
                "200 {\"keys\":[1]}",
                "200 {\"keys\":[null]}",
                "200 {\"keys\":null}",
                "200 {\"keys\":[]}",
                "200 []",
                "200 null",
            })
    void asksAServerThatFailsOnceAndNotOnceAToken(int status, String told) throws Exception {
        var page = told.getBytes(StandardCharsets.UTF_8);
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            var reader = reader("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
            for (int forged = 0; forged < 20; forged++) {
                assertThat(why(reader, signed(token("bank"), RSA.getPrivate(), "forged-" + forged)))
                        .isEqualTo(Why.INVALID_SIGNATURE);
            }
        } finally {
            server.stop(0);
        }
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void trustsNobodyUnlessTold() {
        assertThatThrownBy(() -> IssuersFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(why(SmallRyeTokenVerifier.trusting(List.of()), signed(token("bank"), RSA.getPrivate())))
                .isEqualTo(Why.NOT_ACCEPTED_HERE);
    }

    @Test
    void readsItsFileStrictly() throws IOException {
        var good = "issuers:\n"
                + "- {issuer: i, audience: a, keys: k.pem, organisations: [bank], algorithms: [ES256], lifetime:"
                + " PT5M}\n";
        var issuer = issuers(good).getFirst();
        assertThat(issuer.keys()).isEqualTo(folder.resolve("k.pem").toString());
        assertThat(issuer.lifetime()).isEqualTo(java.time.Duration.ofMinutes(5));
        assertThat(issuer.organisations()).isEqualTo(Set.of("bank"));
        for (var wrong : List.of(
                "",
                "issuers: 7",
                "- a",
                good + "more: 1\n",
                good.replace("audience", "audiences"),
                good.replace("audience: a, ", ""),
                good.replace("[bank]", "[]"),
                good.replace("[bank]", "bank"),
                good.replace("ES256", "HS256"),
                good.replace("ES256", "none"),
                good.replace("[ES256]", "[]"),
                good.replace("PT5M", "PT48H"),
                good.replace("PT5M", "soon"),
                good.replace("k.pem", "'http://id.example.org/k'"),
                good + good.substring(9),
                good.replace("issuer: i", "issuer: i, issuer: j"))) {
            assertThatThrownBy(() -> issuers(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private List<TrustedIssuer> issuers(String yaml) throws IOException {
        return IssuersFile.read(Files.writeString(folder.resolve("issuers.yaml"), yaml));
    }

    private TokenVerifier reader(String keys) throws IOException {
        return SmallRyeTokenVerifier.trusting(issuers("""
            issuers:
            - issuer: %s
              audience: facegate
              keys: %s
              organisations: [bank, vendor]
            """.formatted(ISSUER, keys)));
    }

    private TokenVerifier pem(KeyPair pair) throws IOException {
        Files.writeString(folder.resolve("key.pem"), pemText(pair));
        return reader("key.pem");
    }

    private TokenVerifier jwks(KeyPair pair, String id) throws Exception {
        Files.writeString(folder.resolve("keys.json"), jwksText(pair, id));
        return reader("keys.json");
    }

    private static String pemText(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String jwksText(KeyPair pair, String id) {
        try {
            var key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            key.setKeyId(id);
            return "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
        } catch (org.jose4j.lang.JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JwtClaimsBuilder token(String subject) {
        return Jwt.claims()
                .issuer(ISSUER)
                .audience("facegate")
                .subject(subject)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300));
    }

    private static String signed(JwtClaimsBuilder claims, PrivateKey key) {
        return claims.jws().sign(key);
    }

    private static String signed(JwtClaimsBuilder claims, PrivateKey key, String id) {
        return claims.jws().keyId(id).sign(key);
    }

    private static Why why(TokenVerifier reader, String token) {
        return catchThrowableOfType(Unauthenticated.class, () -> reader.verify(token, Instant.now()))
                .reason();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair pair(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }
}
