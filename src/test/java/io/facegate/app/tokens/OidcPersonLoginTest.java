package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.app.tokens.FakeIssuer.Answer;
import io.facegate.call.Fault;
import io.facegate.console.LoginAttempt;
import io.facegate.console.PersonLogin.Failed;
import io.facegate.console.PersonLogin.Provider;
import io.facegate.console.PersonLogin.Returned;
import io.facegate.registry.Person.Login;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Login of people by OpenID Connect, against an issuer that a test lets lie. */
class OidcPersonLoginTest {
    private static final KeyPair KEYS = pair();
    private static final KeyPair OTHERS = pair();
    private static final String AUTHORIZE = "/authorize?tenant=1";
    private static final String TOKEN = "/token";
    private static final URI BACK = URI.create("https://gateway.example.org/console/login/callback");
    private static final String CONSOLE = "console: {client: facegate-console, secret: console.secret, name: Staff}";

    @TempDir
    Path folder;

    private final FakeIssuer issuer = new FakeIssuer().keys(FakeIssuer.jwk("r", KEYS.getPublic()));
    private final FakeIssuer other = new FakeIssuer().keys(FakeIssuer.jwk("r", OTHERS.getPublic()));
    private LoginAttempt attempt = new LoginAttempt(issuer.url(), "s".repeat(43), Instant.now());

    @AfterEach
    void close() {
        issuer.close();
        other.close();
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String discovery(FakeIssuer of, String issuer, String token, String more) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + of.url() + FakeIssuer.KEYS
                + "\",\"authorization_endpoint\":\"" + of.url() + AUTHORIZE + "\",\"token_endpoint\":\"" + token + '"'
                + more + '}';
    }

    private SmallRyeTokenVerifier tokens(String people) throws IOException {
        Files.writeString(folder.resolve("console.secret"), "a+b c\n".replace(" ", "/"));
        var file = Files.writeString(
                folder.resolve("issuers.yaml"),
                "issuers:\n- {issuer: '" + issuer.url() + "', audience: admin, people: true, algorithms: [RS256], "
                        + people + "}\n- {issuer: '" + issuer.url()
                        + "', audience: facegate, organisations: [bank]}\n");
        return SmallRyeTokenVerifier.trusting(
                IssuersFile.read(file), (entry, digest) -> true, IssuerContext.starting((name, before, after) -> {}));
    }

    private OidcPersonLogin login() throws IOException {
        issuer.answer(FakeIssuer.DISCOVERY, discovery(issuer, issuer.url(), issuer.url() + TOKEN, ""));
        var tokens = tokens(CONSOLE);
        return new OidcPersonLogin(() -> tokens);
    }

    private JwtClaimsBuilder idToken() {
        var now = Instant.now();
        return Jwt.issuer(issuer.url())
                .subject("8c2f1d7e")
                .audience("facegate-console")
                .claim("nonce", attempt.nonce())
                .issuedAt(now)
                .expiresAt(now.plusSeconds(60));
    }

    private void sends(String token) {
        issuer.answer(TOKEN, "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
    }

    private Login finish(OidcPersonLogin login) throws Failed {
        return login.finish(attempt, new Returned("c/1", Optional.empty()), BACK);
    }

    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }

    @Test
    void aPersonIsSentAwayWithAChallengeAndComesBackWithACode() throws Exception {
        var login = login();
        assertThat(login.providers()).containsExactly(new Provider(issuer.url(), "Staff"));
        assertThat(issuer.asked(FakeIssuer.DISCOVERY))
                .as("nothing is asked before somebody logs in")
                .isZero();
        var there = login.start(attempt, BACK);
        assertThat(there.toString()).startsWith(issuer.url() + AUTHORIZE + "&response_type=code&");
        assertThat(fields(there.getRawQuery()))
                .containsEntry("client_id", "facegate-console")
                .containsEntry("redirect_uri", BACK.toString())
                .containsEntry("scope", "openid")
                .containsEntry("state", attempt.state())
                .containsEntry("nonce", attempt.nonce())
                .containsEntry("code_challenge", attempt.challenge())
                .containsEntry("code_challenge_method", "S256");
        assertThat(there.toString()).doesNotContain(attempt.verifier()).doesNotContain(attempt.secret());
        sends(idToken().claim("typ", "ID").claim("azp", "facegate-console").sign(KEYS.getPrivate()));
        assertThat(finish(login)).isEqualTo(new Login(issuer.url(), "8c2f1d7e"));
        var sent = issuer.form(TOKEN).split("\n");
        assertThat(fields(sent[0]))
                .isEqualTo(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        "c/1",
                        "redirect_uri",
                        BACK.toString(),
                        "client_id",
                        "facegate-console",
                        "code_verifier",
                        attempt.verifier()));
        assertThat(sent[1])
                .isEqualTo("Basic "
                        + Base64.getEncoder()
                                .encodeToString("facegate-console:a%2Bb%2Fc".getBytes(StandardCharsets.UTF_8)));
        assertThat(login.start(attempt, BACK)).isNotNull();
        assertThat(issuer.asked(FakeIssuer.DISCOVERY)).isEqualTo(2);
    }

    @Test
    void anIdTokenOfAnotherLoginClientIssuerKeyOrKindIsRefused() throws Exception {
        var login = login();
        var now = Instant.now();
        for (var wrong : List.of(
                idToken().claim("nonce", "another"),
                idToken().claim("nonce", ""),
                idToken().audience("facegate"),
                idToken().audience("admin"),
                idToken().audience(Set.of("facegate-console", "other")),
                idToken().audience(Set.of("facegate-console", "other")).claim("azp", "other"),
                idToken().claim("azp", "other"),
                idToken().issuer(other.url()),
                idToken().issuer(issuer.url() + '/'),
                idToken().subject(""),
                idToken().expiresAt(now.minusSeconds(120)),
                idToken().issuedAt(now.plusSeconds(120)).expiresAt(now.plusSeconds(180)),
                idToken().expiresAt(now.plusSeconds(7200)),
                idToken().claim("typ", "Bearer"),
                idToken().claim("typ", "Logout"),
                idToken().claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())))) {
            var token = wrong.sign(KEYS.getPrivate());
            sends(token);
            assertThatThrownBy(() -> finish(login))
                    .as(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8))
                    .isInstanceOf(Failed.class)
                    .hasMessageContaining("not accepted");
        }
        sends(idToken().sign(OTHERS.getPrivate()));
        assertThatThrownBy(() -> finish(login)).hasMessageContaining("not accepted");
        sends(idToken().jws().type("at+jwt").sign(KEYS.getPrivate()));
        assertThatThrownBy(() -> finish(login)).hasMessageContaining("not accepted");
        sends(idToken().jws().algorithm(SignatureAlgorithm.PS256).sign(KEYS.getPrivate()));
        assertThatThrownBy(() -> finish(login)).hasMessageContaining("not accepted");
        sends(idToken().jws().header("jku", other.url() + FakeIssuer.KEYS).sign(OTHERS.getPrivate()));
        assertThatThrownBy(() -> finish(login)).hasMessageContaining("not accepted");
        var parts = idToken().sign(KEYS.getPrivate()).split("\\.");
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        for (var forged : List.of(none + '.' + parts[1] + '.', none + '.' + parts[1] + '.' + parts[2], "", "a.b.c")) {
            sends(forged);
            assertThatThrownBy(() -> finish(login)).isInstanceOf(Failed.class);
        }
        // The control: none of the above is why a good one works.
        sends(idToken()
                .audience(Set.of("facegate-console", "other"))
                .claim("azp", "facegate-console")
                .sign(KEYS.getPrivate()));
        assertThat(finish(login).subject()).isEqualTo("8c2f1d7e");
    }

    @Test
    void anAnswerThatIsNoTokenLogsNobodyIn() throws Exception {
        var login = login();
        for (var body : List.of("", "{", "[]", "{\"id_token\":7}", "{\"access_token\":\"x\"}", "{\"id_token\":null}")) {
            issuer.answer(TOKEN, body);
            assertThatThrownBy(() -> finish(login)).as(body).isInstanceOf(Failed.class);
        }
        issuer.answer(TOKEN, new Answer(400, "{\"error\":\"invalid_grant<script>\"}", "", 0));
        assertThatThrownBy(() -> finish(login)).isInstanceOf(Failed.class).hasMessageNotContaining("script");
        issuer.answer(TOKEN, new Answer(307, "", other.url() + TOKEN, 0));
        assertThatThrownBy(() -> finish(login)).isInstanceOf(Failed.class);
        assertThat(other.asked(TOKEN)).as("the code is sent to nobody else").isZero();
    }

    /** The mix-up attack: an answer that another issuer gave. */
    @Test
    void anAnswerThatNamesAnotherIssuerIsRefused() throws Exception {
        var tokens = tokens(CONSOLE);
        issuer.answer(
                FakeIssuer.DISCOVERY,
                discovery(
                        issuer,
                        issuer.url(),
                        issuer.url() + TOKEN,
                        ",\"authorization_response_iss_parameter_supported\":true"));
        var login = new OidcPersonLogin(() -> tokens);
        sends(idToken().sign(KEYS.getPrivate()));
        for (var named : List.of(Optional.<String>empty(), Optional.of(other.url()), Optional.of(""))) {
            assertThatThrownBy(() -> login.finish(attempt, new Returned("c", named), BACK))
                    .hasMessageContaining("another issuer");
        }
        assertThat(issuer.asked(TOKEN)).isZero();
        assertThat(login.finish(attempt, new Returned("c", Optional.of(issuer.url())), BACK))
                .isNotNull();
        attempt = new LoginAttempt(other.url(), attempt.secret(), attempt.started());
        assertThatThrownBy(() -> finish(login)).hasMessageContaining("Nobody logs in at");
    }

    @Test
    void aDocumentOfAnotherIssuerOrWithATokenEndpointElsewhereIsNotBelieved() throws Exception {
        var tokens = tokens(CONSOLE);
        for (var document : List.of(
                discovery(issuer, other.url(), issuer.url() + TOKEN, ""),
                discovery(issuer, issuer.url(), other.url() + TOKEN, ""),
                discovery(issuer, issuer.url(), "http://169.254.169.254/token", ""),
                discovery(other, issuer.url(), "", ""),
                "{\"issuer\":\"" + issuer.url() + "\"}",
                "[]",
                "<html>")) {
            issuer.answer(FakeIssuer.DISCOVERY, document);
            var login = new OidcPersonLogin(() -> tokens);
            assertThatThrownBy(() -> login.start(attempt, BACK)).as(document).isInstanceOf(Failed.class);
        }
        for (var authorize : List.of("http://login.example.org", "javascript:alert(1)", "data:text/html,x")) {
            issuer.answer(
                    FakeIssuer.DISCOVERY,
                    discovery(issuer, issuer.url(), issuer.url() + TOKEN, "")
                            .replace(issuer.url() + AUTHORIZE, authorize));
            var login = new OidcPersonLogin(() -> tokens);
            assertThatThrownBy(() -> login.start(attempt, BACK)).as(authorize).isInstanceOf(Failed.class);
        }
    }

    @Test
    void logoutLeadsToTheIssuerWhereItHasOne() throws Exception {
        assertThat(login().logout(issuer.url())).isEmpty();
        var tokens = tokens(CONSOLE);
        issuer.answer(
                FakeIssuer.DISCOVERY,
                discovery(
                        issuer,
                        issuer.url(),
                        issuer.url() + TOKEN,
                        ",\"end_session_endpoint\":\"" + issuer.url() + "/logout\""));
        assertThat(new OidcPersonLogin(() -> tokens).logout(issuer.url()))
                .contains(URI.create(issuer.url() + "/logout?client_id=facegate-console"));
        assertThat(new OidcPersonLogin(() -> tokens).logout(other.url())).isEmpty();
    }

    @Test
    void withoutTheBlockNobodyLogsIn() throws Exception {
        var none = tokens("lifetime: PT1H");
        assertThat(new OidcPersonLogin(() -> none).providers()).isEmpty();
        var unaccepted = SmallRyeTokenVerifier.trusting(
                IssuersFile.read(folder.resolve("issuers.yaml")),
                (entry, digest) -> false,
                IssuerContext.starting((name, before, after) -> {}));
        assertThat(new OidcPersonLogin(() -> unaccepted).providers()).isEmpty();
        var unreadable = new OidcPersonLogin(() -> {
            throw new Fault.RegistryDown("The registry cannot be read.");
        });
        assertThat(unreadable.providers()).isEmpty();
    }

    /** Whoever could change the client could log in people elsewhere: the change must be accepted. */
    @Test
    void theBlockIsPartOfWhatAnOperatorAccepts() throws Exception {
        var entry = "people:" + issuer.url();
        var plain = tokens("lifetime: PT1H").digests().get(entry);
        var with = tokens(CONSOLE).digests().get(entry);
        assertThat(with).isNotEqualTo(plain);
        assertThat(tokens(CONSOLE.replace("facegate-console", "other"))
                        .digests()
                        .get(entry))
                .isNotEqualTo(with);
        assertThat(tokens("lifetime: PT1H, console: {client: facegate-console}")
                        .digests()
                        .get(entry))
                .isNotIn(with, plain);
    }

    @Test
    void mistakesInTheBlockAreTold() {
        for (var wrong : List.of(
                "console: facegate-console",
                "console: {}",
                "console: {client: ''}",
                "console: {client: a, scope: b}",
                "console: {client: a, secret: missing.secret}",
                "console: {client: facegate}")) {
            assertThatThrownBy(() -> tokens(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
