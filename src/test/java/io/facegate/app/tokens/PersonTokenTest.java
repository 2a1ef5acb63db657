package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.registry.Person.Login;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of people: of issuers that are marked so, with an audience of their own. */
class PersonTokenTest {
    private static final String ISSUER = "https://id.example.org";

    @TempDir
    private Path folder;

    private KeyPair key;

    @BeforeEach
    void makeKey() throws Exception {
        var made = KeyPairGenerator.getInstance("RSA");
        made.initialize(2048);
        key = made.generateKeyPair();
        Files.writeString(
                folder.resolve("login.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    private List<TrustedIssuer> issuers(String... entries) {
        var all = new StringBuilder("issuers:\n");
        for (var entry : entries) {
            all.append("- {issuer: " + ISSUER + ", keys: login.pem, " + entry + "}\n");
        }
        try {
            return IssuersFile.read(Files.writeString(folder.resolve("issuers.yaml"), all));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private SmallRyeTokenVerifier trusting(String... entries) {
        return SmallRyeTokenVerifier.trusting(
                issuers(entries), (issuer, digest) -> true, IssuerContext.starting((issuer, before, after) -> {}));
    }

    private JwtClaimsBuilder token(String... audience) {
        var now = Instant.now();
        return Jwt.issuer(ISSUER)
                .subject("hope")
                .audience(Set.of(audience))
                .issuedAt(now)
                .expiresAt(now.plusSeconds(60));
    }

    private String sign(JwtClaimsBuilder claims) {
        return claims.sign(key.getPrivate());
    }

    private static final String CALLERS = "audience: facegate, organisations: [hope]";
    private static final String PEOPLE = "audience: admin, people: true";

    @Test
    void eachKindOfTokenIsGoodForItsKindOnly() {
        var tokens = trusting(CALLERS, PEOPLE);
        var now = Instant.now();
        assertThat(tokens.verifyPerson(sign(token("admin")), now)).isEqualTo(new Login(ISSUER, "hope"));
        assertThat(tokens.verify(sign(token("facegate")), now).organisation()).isEqualTo("hope");
        for (var wrong : List.of(token("facegate"), token("facegate", "admin"), token("other"))) {
            assertThatThrownBy(() -> tokens.verifyPerson(sign(wrong), now)).isInstanceOf(Fault.Unauthenticated.class);
        }
        assertThatThrownBy(() -> tokens.verify(sign(token("admin")), now)).isInstanceOf(Fault.Unauthenticated.class);
        assertThatThrownBy(() -> trusting(CALLERS).verifyPerson(sign(token("facegate")), now))
                .isInstanceOf(Fault.Unauthenticated.class);
    }

    @Test
    void anIdTokenOrALogoutTokenOpensNothing() {
        var tokens = trusting(PEOPLE);
        for (var wrong : List.of(
                token("admin").claim("at_hash", "x"),
                token("admin").claim("c_hash", "x"),
                token("admin").claim("s_hash", "x"),
                token("admin").claim("nonce", "x"),
                token("admin").claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())),
                token("admin").claim("typ", "ID"),
                token("admin").claim("typ", "Logout"),
                token("admin").claim("typ", 1))) {
            assertThatThrownBy(() -> tokens.verifyPerson(sign(wrong), Instant.now()))
                    .isInstanceOf(Fault.Unauthenticated.class);
        }
        assertThat(tokens.verifyPerson(sign(token("admin").claim("typ", "Bearer")), Instant.now()))
                .isNotNull();
    }

    @Test
    void anotherClaimCanNameThePerson() {
        var tokens = trusting(PEOPLE + ", claims: {person: employee}");
        assertThat(tokens.verifyPerson(sign(token("admin").claim("employee", "e-7")), Instant.now()))
                .isEqualTo(new Login(ISSUER, "e-7"));
        assertThatThrownBy(() -> tokens.verifyPerson(sign(token("admin")), Instant.now()))
                .isInstanceOf(Fault.Unauthenticated.class);
    }

    /** What was accepted for callers is not accepted for people. */
    @Test
    void anEntryOfPeopleIsAcceptedByItself() {
        var digests = SmallRyeTokenVerifier.digests(issuers(CALLERS, PEOPLE));
        assertThat(digests.keySet()).containsExactlyInAnyOrder(ISSUER, "people:" + ISSUER);
        assertThat(digests.values()).doesNotHaveDuplicates();
        var other = SmallRyeTokenVerifier.digests(issuers(PEOPLE + ", claims: {person: employee}"));
        assertThat(other.get("people:" + ISSUER)).isNotEqualTo(digests.get("people:" + ISSUER));
        var none = SmallRyeTokenVerifier.trusting(
                issuers(CALLERS, PEOPLE),
                (entry, digest) -> entry.equals(ISSUER),
                IssuerContext.starting((issuer, before, after) -> {}));
        assertThatThrownBy(() -> none.verifyPerson(sign(token("admin")), Instant.now()))
                .hasMessageContaining("until an operator has accepted");
    }

    @Test
    void mistakesInAnEntryAreTold() {
        assertThatThrownBy(() -> issuers(CALLERS, "audience: facegate, people: true"))
                .hasMessageContaining("audience of their own");
        for (var wrong : List.of(
                PEOPLE + ", organisations: [hope]",
                PEOPLE + ", jti: required",
                PEOPLE + ", claims: {purpose: p}",
                "audience: admin, people: yes please",
                "audience: admin")) {
            assertThatThrownBy(() -> issuers(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> issuers(PEOPLE, PEOPLE)).hasMessageContaining("named twice");
    }
}
