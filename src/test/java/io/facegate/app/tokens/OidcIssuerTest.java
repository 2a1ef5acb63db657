package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.app.limits.ValkeyTokenReplayStore;
import io.facegate.app.tokens.FakeIssuer.Answer;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;
import io.facegate.gateway.limits.PatientValkey;
import io.facegate.identity.TokenVerifier;
import io.facegate.testkit.TestValkey;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuers that are asked where their keys are, and what their entries can say about tokens. */
class OidcIssuerTest {
    private static final KeyPair KEYS = pair();

    @TempDir
    Path folder;

    private final FakeIssuer issuer = new FakeIssuer().keys(FakeIssuer.jwk("r", KEYS.getPublic()));
    private final FakeIssuer other = new FakeIssuer().keys(FakeIssuer.jwk("r", KEYS.getPublic()));
    private final Instant now = Instant.now();

    @AfterEach
    void close() {
        issuer.close();
        other.close();
    }

    @Test
    void theKeysAreFoundByDiscovery() throws IOException {
        var tokens = trusting("");
        assertThat(tokens.verify(token(issuer).sign(KEYS.getPrivate()), now).organisation())
                .isEqualTo("bank");
        assertThat(tokens.verify(token(issuer).sign(KEYS.getPrivate()), now).organisation())
                .isEqualTo("bank");
        assertThat(issuer.asked(FakeIssuer.DISCOVERY)).isEqualTo(1);
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(1);
    }

    @Test
    void aDocumentOfAnotherIssuerIsNotBelieved() throws IOException {
        for (var wrong : new String[] {issuer.url() + '/', issuer.url().toUpperCase(), other.url(), ""}) {
            issuer.answer(FakeIssuer.DISCOVERY, FakeIssuer.discovery(wrong, issuer.url() + FakeIssuer.KEYS));
            refused(trusting(""), token(issuer));
        }
        assertThat(issuer.asked(FakeIssuer.KEYS)).isZero();
    }

    /** A document that is written by somebody else must not make the gateway ask other machines. */
    @Test
    void keysOnAnotherHostAreNotFetched() throws IOException {
        for (var elsewhere : new String[] {
            other.url() + FakeIssuer.KEYS,
            issuer.url().replace("127.0.0.1", "localhost") + FakeIssuer.KEYS,
            issuer.url().replace("http:", "https:") + FakeIssuer.KEYS,
            issuer.url().replace("http://", "http://u:p@") + FakeIssuer.KEYS,
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "/keys",
            "",
            "::"
        }) {
            issuer.answer(FakeIssuer.DISCOVERY, FakeIssuer.discovery(issuer.url(), elsewhere));
            refused(trusting(""), token(issuer));
        }
        assertThat(issuer.asked(FakeIssuer.KEYS) + other.asked(FakeIssuer.KEYS)).isZero();
    }

    @Test
    void aRedirectOfTheDocumentIsNotFollowed() throws IOException {
        issuer.answer(FakeIssuer.DISCOVERY, new Answer(307, "", other.url() + FakeIssuer.DISCOVERY, 0));
        refused(trusting(""), token(issuer));
        assertThat(other.asked(FakeIssuer.DISCOVERY)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"issuer\":1,\"jwks_uri\":2}", "<html>"})
    void nonsenseIsNoDocument(String body) throws IOException {
        issuer.answer(FakeIssuer.DISCOVERY, body);
        refused(trusting(""), token(issuer));
    }

    @Test
    void aDocumentThatIsTooLargeTooSlowOrHasAMemberTwiceIsNotRead() throws IOException {
        var good = FakeIssuer.discovery(issuer.url(), issuer.url() + FakeIssuer.KEYS);
        issuer.answer(FakeIssuer.DISCOVERY, good.replace("{", "{\"pad\":\"" + "x".repeat(300_000) + "\","));
        refused(trusting(""), token(issuer));
        issuer.answer(FakeIssuer.DISCOVERY, good.replace("{", "{\"issuer\":\"https://evil.example\","));
        refused(trusting(""), token(issuer));
        issuer.answer(FakeIssuer.DISCOVERY, new Answer(200, good, "", 100));
        long before = System.nanoTime();
        refused(trusting(""), token(issuer));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
        // The control: none of the above is why a good one works.
        issuer.answer(FakeIssuer.DISCOVERY, good);
        assertThat(trusting("").verify(token(issuer).sign(KEYS.getPrivate()), now))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example.org",
                "ftp://id.example.org",
                "https://user@id.example.org",
                "https://id.example.org?tenant=1",
                "https://id.example.org#a",
                "id.example.org",
                "https://",
            })
    void anIssuerWithoutAnAddressNeedsKeys(String name) {
        assertThatThrownBy(() -> read("- {issuer: '" + name + "', audience: a, organisations: [bank]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name them with keys");
    }

    @Test
    void oneIssuersTokenIsNeverAnOrganisationOfAnother() throws IOException {
        var tokens = SmallRyeTokenVerifier.trusting(IssuersFile.read(write("""
            issuers:
            - {issuer: '%s', audience: facegate, organisations: [police]}
            - {issuer: '%s', audience: facegate, organisations: [bank]}
            """.formatted(issuer.url(), other.url()))));
        // Both issuers use the same key here, so only the binding tells them apart.
        assertThat(tokens.verify(token(issuer).subject("police").sign(KEYS.getPrivate()), now)
                        .organisation())
                .isEqualTo("police");
        assertThat(why(tokens, token(issuer))).isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(tokens, token(issuer).subject("police").claim("org", "bank")))
                .isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(tokens, token(issuer).subject("police").claim("on_behalf_of", "bank")))
                .isEqualTo(Why.UNKNOWN_KEY);
        assertThat(why(tokens, token(other).subject("police"))).isEqualTo(Why.UNKNOWN_KEY);
    }

    @Test
    void anEntryNamesTheClaimsOfOrganisationAndPurpose() throws IOException {
        var tokens = trusting("claims: {organisation: azp, purpose: 'https://example.org/purpose'}");
        var claims = tokens.verify(
                token(issuer)
                        .subject("0c8e")
                        .claim("org", "other")
                        .claim("azp", "bank")
                        .claim("purpose", "ignored")
                        .claim("https://example.org/purpose", "fraud_prevention")
                        .sign(KEYS.getPrivate()),
                now);
        assertThat(claims.organisation()).isEqualTo("bank");
        assertThat(claims.purpose()).isEqualTo("fraud_prevention");
        // Only the named claim counts: neither org nor sub is looked at instead.
        assertThat(why(tokens, token(issuer).claim("org", "bank"))).isEqualTo(Why.UNKNOWN_KEY);
        refused(tokens, token(issuer).claim("azp", Set.of("bank")));
    }

    @Test
    void anEntryIsReadStrictly() {
        for (var wrong : new String[] {
            "claims: azp",
            "claims: {organization: azp}",
            "claims: {organisation: ''}",
            "claims: {purpose: 7}",
            "jti: optional",
            "jti: true",
            "keys: ''",
            "discovery: true"
        }) {
            assertThatThrownBy(() -> trusting(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTokenThatIsGoodForOneCallIsRefusedInAnother() throws IOException {
        var tokens = trusting("jti: required");
        var later = now.plusSeconds(70);
        var token = single("t-1", later);
        var call = new Object();
        assertThat(tokens.verify(token, later, call).organisation()).isEqualTo("bank");
        // The caller is identified again after a fetch: the same call.
        assertThat(tokens.verify(token, later, call).organisation()).isEqualTo("bank");
        var again = catchThrowableOfType(Unauthenticated.class, () -> tokens.verify(token, later, new Object()));
        assertThat(again.reason()).isEqualTo(Why.EXPIRED);
        assertThat(again).hasMessageContaining("used before");
        assertThat(catchThrowableOfType(Unauthenticated.class, () -> tokens.verify(token, later))
                        .reason())
                .isEqualTo(Why.EXPIRED);
        assertThat(tokens.verify(single("t-2", later), later).organisation()).isEqualTo("bank");
        // The control: elsewhere a token is good until it expires.
        var elsewhere = trusting("");
        assertThat(elsewhere.verify(token, later)).isEqualTo(elsewhere.verify(token, later));
    }

    /** At any gateway that shares the Valkey, and not known: refused. */
    @Test
    void aTokenThatWasUsedAtOneGatewayIsRefusedAtAnother() throws IOException {
        var later = now.plusSeconds(70);
        var token = single("t-1", later);
        try (var valkey = TestValkey.start(folder)) {
            try (var a = uses(valkey);
                    var b = uses(valkey)) {
                var first = sharing(a);
                var second = sharing(b);
                var call = new Object();
                assertThat(first.verify(token, later, call).organisation()).isEqualTo("bank");
                assertThat(first.verify(token, later, call).organisation()).isEqualTo("bank");
                assertThat(catchThrowableOfType(Unauthenticated.class, () -> second.verify(token, later)))
                        .hasMessageContaining("used before");
                assertThat(sharing(null).verify(token, later).organisation())
                        .as("control: a gateway without the Valkey knows nothing of it")
                        .isEqualTo("bank");
                assertThat(second.verify(single("t-2", later), later).organisation())
                        .isEqualTo("bank");
                valkey.kill();
                var unknown = single("t-3", later);
                assertThatThrownBy(() -> first.verify(unknown, later)).isInstanceOf(Fault.LimitsDown.class);
                assertThatThrownBy(() -> first.verify(unknown, later))
                        .as("it is not taken for used")
                        .isInstanceOf(Fault.LimitsDown.class);
                assertThat(catchThrowableOfType(Unauthenticated.class, () -> first.verify(token, later)))
                        .as("what this gateway knows needs no server")
                        .hasMessageContaining("used before");
            }
        }
    }

    /** The gateway that took the token is gone; another one learns of it from the server's disk. */
    @Test
    void aUsedTokenIsRefusedAfterTheServerWasKilledIfItWritesBeforeItAnswers() throws IOException {
        assertThat(isRefusedAfterAKill("kept", "--appendonly", "yes", "--appendfsync", "always"))
                .isTrue();
        assertThat(isRefusedAfterAKill("lost"))
                .as("the control: nothing is on disk")
                .isFalse();
    }

    private boolean isRefusedAfterAKill(String name, String... options) throws IOException {
        var later = now.plusSeconds(70);
        var token = single("t-" + name, later);
        try (var valkey = TestValkey.start(Files.createDirectory(folder.resolve(name)), options)) {
            try (var before = uses(valkey)) {
                assertThat(sharing(before).verify(token, later).organisation()).isEqualTo("bank");
            }
            valkey.kill();
            valkey.startAgain();
            try (var after = uses(valkey)) {
                sharing(after).verify(token, later);
                return false;
            } catch (Unauthenticated used) {
                assertThat(used).hasMessageContaining("used before");
                return true;
            }
        }
    }

    private static TokenReplayStore uses(TestValkey valkey) {
        return new ValkeyTokenReplayStore(PatientValkey.entries(valkey.url()), new byte[32]);
    }

    private TokenVerifier sharing(TokenReplayStore shared) throws IOException {
        return SmallRyeTokenVerifier.trusting(
                read("- {issuer: '" + issuer.url() + "', audience: facegate, organisations: [bank], jti: required}"),
                (entry, digest) -> true,
                IssuerContext.starting((entry, before, after) -> {}, shared));
    }

    @Test
    void aTokenThatMayHaveBeenUsedBeforeAStartIsRefused() throws IOException {
        var tokens = trusting("jti: required");
        var early = catchThrowableOfType(
                Unauthenticated.class, () -> tokens.verify(single("t", now.minusSeconds(5)), now, this));
        assertThat(early.reason()).isEqualTo(Why.EXPIRED);
        assertThat(early).hasMessageContaining("before this gateway started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "long"})
    void aTokenForOneCallNeedsAnId(String id) throws IOException {
        var tokens = trusting("jti: required");
        var named = id.isEmpty() ? "" : "x".repeat(257);
        assertThat(catchThrowableOfType(
                                Unauthenticated.class,
                                () -> tokens.verify(single(named, now.plusSeconds(70)), now.plusSeconds(70)))
                        .reason())
                .isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Test
    void usedTokensAreRememberedUntilTheyExpireAndNeverForgottenForRoom() {
        var used = new UsedTokens(now, 3, null);
        long until = now.getEpochSecond() + 100;
        for (int at = 0; at < 3; at++) {
            assertThat(used.noteFirstUse("a", "t" + at, until + at, now, new Object()))
                    .isTrue();
        }
        assertThatThrownBy(() -> used.noteFirstUse("a", "t3", until, now, new Object()))
                .isInstanceOf(Fault.Overloaded.class);
        assertThat(used.noteFirstUse("a", "t0", until, now, new Object())).isFalse();
        // Another issuer has room of its own, and ids of its own.
        assertThat(used.noteFirstUse("b", "t0", until, now, new Object())).isTrue();
        var later = now.plusSeconds(100 + JwtVerifier.SKEW_SECONDS);
        assertThat(used.noteFirstUse("a", "t3", until + 300, later, new Object()))
                .isTrue();
        assertThat(used.noteFirstUse("a", "t1", until + 1, later, new Object())).isFalse();
    }

    /** The digest of an entry that an earlier version accepted, computed by that version. */
    @Test
    void anEntryThatWasAcceptedStaysAccepted() {
        var keys = "https://id.example.org/jwks.json";
        var before = issuer(keys, TokenClaimRules.DEFAULT);
        assertThat(before.digest(keys)).isEqualTo("c838a0eac7a71200dd74ec67129574f4240266cb1ab9f1cd798a4edf70550082");
        assertThat(issuer(keys, new TokenClaimRules("azp", "purpose", false)).digest(keys))
                .isNotEqualTo(before.digest(keys));
        assertThat(issuer(keys, new TokenClaimRules(null, "azp", false)).digest(keys))
                .isNotEqualTo(issuer(keys, new TokenClaimRules("azp", "purpose", false))
                        .digest(keys));
        assertThat(issuer(keys, new TokenClaimRules(null, "purpose", true)).digest(keys))
                .isNotEqualTo(before.digest(keys));
    }

    private static TrustedIssuer issuer(String keys, TokenClaimRules claims) {
        return new TrustedIssuer(
                "https://id.example.org",
                "facegate",
                keys,
                Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256),
                Duration.ofHours(1),
                Set.of("bank", "hope"),
                claims);
    }

    private String single(String id, Instant issued) {
        return token(issuer)
                .claim("jti", id)
                .issuedAt(issued)
                .expiresAt(issued.plusSeconds(200))
                .sign(KEYS.getPrivate());
    }

    private TokenVerifier trusting(String more) throws IOException {
        return SmallRyeTokenVerifier.trusting(read("- {issuer: '" + issuer.url()
                + "', audience: facegate, organisations: [bank]" + (more.isEmpty() ? "" : ", " + more) + "}"));
    }

    private java.util.List<TrustedIssuer> read(String entries) throws IOException {
        return IssuersFile.read(write("issuers:\n" + entries + '\n'));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("issuers.yaml"), yaml);
    }

    private JwtClaimsBuilder token(FakeIssuer from) {
        return Jwt.claims()
                .issuer(from.url())
                .audience("facegate")
                .subject("bank")
                .claim("jti", UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300));
    }

    private static void refused(TokenVerifier tokens, JwtClaimsBuilder token) {
        assertThat(why(tokens, token)).isEqualTo(Why.INVALID_SIGNATURE);
    }

    private static Why why(TokenVerifier tokens, JwtClaimsBuilder token) {
        var fault = catchThrowableOfType(
                Unauthenticated.class,
                () -> tokens.verify(token.jws().keyId("r").sign(KEYS.getPrivate()), Instant.now()));
        assertThat(fault).as("the token was accepted").isNotNull();
        return fault.reason();
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }
}
