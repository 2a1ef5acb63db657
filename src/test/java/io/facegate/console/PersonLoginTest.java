package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.registry.Person;
import io.facegate.registry.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People at the console: how they log in, what each role may open, and what strangers try. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class PersonLoginTest {
    @TestHTTPResource("/")
    URI server;

    @TestHTTPResource(value = "/", tls = true)
    URI secureServer;

    @Inject
    ConsoleRooms rooms;

    @Inject
    ConsoleLogin login;

    @Inject
    PeopleOfTheConsole people;

    @BeforeEach
    void begin() {
        SampleRecords.into(rooms.archive);
        people.trusted = true;
        people.registered.clear();
        people.register("a.lee", Role.OFFICER);
    }

    @AfterEach
    void end() {
        people.trusted = false;
        people.registryDown = false;
        people.sessionsAway = false;
        rooms.down = false;
        rooms.acts.clear();
    }

    private static String callback(String code, String state) {
        return "/console/login/callback?code=" + code + "&state=" + state;
    }

    private BrowserStub begun() {
        var browser = new BrowserStub(server);
        var sent = browser.get("/console/login/at/0");
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(sent.headers().firstValue("Location"))
                .get()
                .asString()
                .startsWith(PeopleOfTheConsole.ISSUER + "/auth?redirect_uri=http%3A%2F%2F127.0.0.1%3A");
        return browser;
    }

    @Test
    void aRegisteredPersonLogsInUnderTheirOwnName() {
        var offer = new BrowserStub(server).get("/console/decisions");
        assertThat(offer.statusCode()).isEqualTo(401);
        assertThat(offer.body()).contains("Log in with Staff &lt;login&gt;", "/console/login/at/0");
        var browser = begun();
        var answer = browser.get(callback("a.lee", people.attempt.state()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Refresh")).contains("0; url=/console");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(LoginResource.COOKIE))
                .hasSize(2)
                .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        assertThat(browser.cookie(PersonLoginResource.ATTEMPT)).isEmpty();
        rooms.later(Duration.ofMinutes(1));
        var page = browser.get("/console/decisions");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Logged in as <b>a.lee</b>", "officer");
        assertThat(rooms.acts)
                .anyMatch(act -> act.act().equals("console_login")
                        && act.subject().startsWith("console-")
                        && "a.lee".equals(act.person())
                        && act.details().keepsValues());
        assertThat(rooms.acts).anyMatch(act -> act.act().equals("view") && "a.lee".equals(act.person()));
    }

    @Test
    void theCookieOfALoginThatWasBegunIsForItsCallbackAndShort() {
        var sent = new BrowserStub(server).get("/console/login/at/0");
        assertThat(sent.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("HttpOnly", "SameSite=Lax", "Path=/console/login", "Max-Age=600")
                .doesNotContain(people.attempt.state(), people.attempt.nonce(), people.attempt.verifier());
        assertThat(Set.of(
                        people.attempt.state(),
                        people.attempt.nonce(),
                        people.attempt.verifier(),
                        people.attempt.challenge()))
                .hasSize(4)
                .allMatch(text -> text.length() == 43);
        assertThat(new BrowserStub(server).get("/console/login/at/1").statusCode())
                .isEqualTo(404);
        assertThat(new BrowserStub(server).get("/console/login/at/-1").statusCode())
                .isNotEqualTo(303);
    }

    /** Somebody else's code, state or cookie, a second use, a late answer, an error. */
    @Test
    void nobodyEntersWithAnAnswerThatThisBrowserDidNotAskFor() {
        var victim = new BrowserStub(server);
        var attacker = begun();
        var state = people.attempt.state();
        refused(victim.get(callback("a.lee", state)));
        begun();
        refused(attacker.get(callback("a.lee", people.attempt.state())));
        var forged = begun();
        forged.put(
                PersonLoginResource.ATTEMPT,
                "/console/login",
                people.attempt.cookie("another key".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        refused(forged.get(callback("a.lee", people.attempt.state())));
        for (var address : List.of(
                "/console/login/callback",
                "/console/login/callback?code=a.lee",
                "/console/login/callback?code=a.lee&state=",
                "/console/login/callback?code=a.lee&state=x&state=y")) {
            refused(begun().get(address));
        }
        for (var more : List.of("&code=b", "&error=access_denied", "&state=x")) {
            var browser = begun();
            refused(browser.get(callback("a.lee", people.attempt.state()) + more));
        }
        refused(begun().get("/console/login/callback?error=%3Cscript%3E&state=" + people.attempt.state()));
        refused(begun().get(callback("wrong", people.attempt.state())));
        var late = begun();
        rooms.later(LoginAttempt.LIFE);
        refused(late.get(callback("a.lee", people.attempt.state())));
        var browser = begun();
        assertThat(browser.get(callback("a.lee", people.attempt.state())).statusCode())
                .isEqualTo(200);
        refused(browser.get(callback("a.lee", people.attempt.state())));
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("You could not be logged in").doesNotContain("<script>");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith(LoginResource.COOKIE));
    }

    @Test
    void theSessionIsNewAtEachLoginAndTheOneBeforeEnds() {
        var browser = begun();
        browser.put(LoginResource.COOKIE, "/console", "planted-by-somebody");
        browser.get(callback("a.lee", people.attempt.state()));
        var first = browser.cookie(LoginResource.COOKIE);
        assertThat(first).hasSize(43).isNotEqualTo("planted-by-somebody");
        browser.get("/console/login/at/0");
        browser.get(callback("a.lee", people.attempt.state()));
        assertThat(browser.cookie(LoginResource.COOKIE)).isNotEqualTo(first);
        var old = new BrowserStub(server);
        old.put(LoginResource.COOKIE, "/console", first);
        assertThat(old.get("/console/decisions").statusCode()).isEqualTo(401);
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsNotRegisteredIsToldWhatAnOperatorNeeds() {
        var browser = begun();
        var answer = browser.get(callback("x%3Cb%3E", people.attempt.state()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("not registered here", PeopleOfTheConsole.ISSUER, "x&lt;b&gt;");
        assertThat(browser.cookie(LoginResource.COOKIE)).isEmpty();
        assertThat(rooms.acts)
                .anyMatch(act ->
                        act.act().equals("access_refused") && act.subject().equals("GET:/console/login/callback"));
    }

    @Test
    void whoWasRemovedOrLostARoleIsOutAtTheNextRequest() {
        var browser = BrowserStub.loggedIn(server, people, "a.lee");
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(200);
        people.register("a.lee", Role.REVIEWER);
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(403);
        assertThat(browser.get("/log/tile/entries/000").statusCode()).isEqualTo(403);
        assertThat(rooms.acts)
                .anyMatch(act -> act.act().equals("access_refused")
                        && act.subject().equals("GET:/console/decisions")
                        && "a.lee".equals(act.person()));
        var before = people.registered.get("a.lee");
        people.registered.put(
                "a.lee", new Person("a.lee", before.roles(), null, before.login(), Instant.EPOCH, Instant.now()));
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsWithItsProviderWithRestAndAfterEightHours() {
        var browser = BrowserStub.loggedIn(server, people, "a.lee");
        people.trusted = false;
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(401);
        var resting = BrowserStub.loggedIn(server, people, "a.lee");
        rooms.later(ConsoleSessions.IDLE);
        assertThat(resting.get("/console/decisions").statusCode()).isEqualTo(401);
        var busy = BrowserStub.loggedIn(server, people, "a.lee");
        for (int half = 1; half < 20; half++) {
            rooms.later(Duration.ofMinutes(25));
            assertThat(busy.get("/console/decisions").statusCode()).isEqualTo(half * 25 < 8 * 60 ? 200 : 401);
        }
    }

    @Test
    void loginsThatFailAreLimitedForAWhileAndOnesThatSucceedDoNotCount() {
        rooms.later(FailedLoginLimit.WINDOW);
        for (int each = 0; each < FailedLoginLimit.MOST; each++) {
            refused(begun().get(callback("wrong", people.attempt.state())));
            var right = begun();
            int status = right.get(callback("a.lee", people.attempt.state())).statusCode();
            assertThat(status).isEqualTo(each + 1 < FailedLoginLimit.MOST ? 200 : 429);
        }
        var tooMany = begun().get(callback("a.lee", people.attempt.state()));
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.body()).contains("Too many logins failed");
        rooms.later(FailedLoginLimit.WINDOW);
        assertThat(begun().get(callback("a.lee", people.attempt.state())).statusCode())
                .isEqualTo(200);
    }

    /** The registry or the ledger may be down for long, and nobody guesses meanwhile. */
    @Test
    void loginsThatFailByTheGatewaysOwnFaultDoNotCount() {
        rooms.later(FailedLoginLimit.WINDOW);
        for (int each = 0; each < FailedLoginLimit.MOST; each++) {
            people.registryDown = true;
            assertThat(begun().get(callback("a.lee", people.attempt.state())).statusCode())
                    .isEqualTo(500);
            people.registryDown = false;
            rooms.down = true;
            assertThat(begun().get(callback("nobody", people.attempt.state())).statusCode())
                    .isEqualTo(503);
            rooms.down = false;
        }
        assertThat(begun().get(callback("a.lee", people.attempt.state())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoLogsOutWhileSessionsCannotBeReachedKeepsNoCookie() {
        var browser = BrowserStub.loggedIn(server, people, "a.lee");
        var session = browser.cookie(LoginResource.COOKIE);
        people.sessionsAway = true;
        // The control: another page of that moment leaves it.
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(503);
        assertThat(browser.cookie(LoginResource.COOKIE)).isEqualTo(session);
        assertThat(browser.post("/console/logout", Map.of()).statusCode()).isEqualTo(503);
        assertThat(browser.cookie(LoginResource.COOKIE)).isEmpty();
        people.sessionsAway = false;
        browser.put(LoginResource.COOKIE, "/console", session);
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(401);
    }

    @Test
    void loggingOutEndsTheSessionAndLeadsToTheProvider() {
        var browser = BrowserStub.loggedIn(server, people, "a.lee");
        var session = browser.cookie(LoginResource.COOKIE);
        var foreign = browser.post("/console/logout", Map.of(), "Origin", "https://evil.example");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(200);
        var answer = browser.post("/console/logout", Map.of());
        assertThat(answer.body())
                .contains("You are logged out", PeopleOfTheConsole.ISSUER + "/logout?client_id=console");
        assertThat(browser.cookie(LoginResource.COOKIE)).isEmpty();
        browser.put(LoginResource.COOKIE, "/console", session);
        assertThat(browser.get("/console/decisions").statusCode()).isEqualTo(401);
    }

    @Test
    void whatCannotBeRecordedDoesNotHappen() {
        var browser = begun();
        rooms.down = true;
        assertThat(browser.get(callback("a.lee", people.attempt.state())).statusCode())
                .isEqualTo(503);
        assertThat(browser.cookie(LoginResource.COOKIE)).isEmpty();
    }

    /** Each page with each role, and the local login: what may not be opened is not in the menu either. */
    @Test
    void eachRoleOpensItsPagesAndNoOther() throws Exception {
        var link = new BrowserStub(server);
        var printed = login.openAt(server);
        link.get(printed.getRawPath() + '?' + printed.getRawQuery());
        seesExactly(link, Set.of("READ_RECORDS", "READ_REGISTRY"));
        for (var role : Role.values()) {
            people.register("p." + role.word(), role);
            var rights = new ArrayList<String>();
            role.rights().forEach(right -> rights.add(right.name()));
            seesExactly(BrowserStub.loggedIn(server, people, "p." + role.word()), Set.copyOf(rights));
        }
    }

    private static void seesExactly(BrowserStub browser, Set<String> rights) {
        var open = Arrays.stream(ConsolePage.values())
                .filter(page -> page.rights().stream().anyMatch(right -> rights.contains(right.name())))
                .toList();
        for (var page : ConsolePage.values()) {
            for (var address : List.of(page.address(), page.address() + "/x.y", page.address() + ";a=b")) {
                var answer = browser.get(address);
                if (open.contains(page)) {
                    assertThat(answer.statusCode()).as(address).isNotEqualTo(403);
                } else if (page == ConsolePage.OVERVIEW) {
                    assertThat(answer.statusCode()).as(address).isIn(303, 404);
                } else if (address.endsWith("/x.y") && answer.statusCode() == 404) {
                    assertThat(answer.body()).as(address).contains("Page not found");
                } else {
                    assertThat(answer.statusCode()).as(address + rights).isEqualTo(403);
                    assertThat(answer.body()).contains("Your role does not include this page");
                }
            }
        }
        var menu = Pattern.compile("<li><a href=\"(/console[^\"]*)\"")
                .matcher(browser.get("/console/nowhere").body());
        assertThat(menu.results().map(found -> found.group(1)).toList())
                .isEqualTo(open.stream().map(ConsolePage::address).toList());
    }

    @Test
    void whoHasNoOverviewBeginsAtTheFirstPageOfTheRole() {
        people.register("r.doe", Role.REVIEWER);
        var answer = BrowserStub.loggedIn(server, people, "r.doe").get("/console");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/console/work");
    }

    @Test
    void fromAnotherMachineOnlyTlsAndTheConfiguredNameLeadToTheLoginPage() throws Exception {
        var page = overTls("GET /console/decisions HTTP/1.1", "gateway.example.org");
        assertThat(page)
                .startsWith("HTTP/1.1 401")
                .contains("Log in with Staff")
                .doesNotContain("Find the newest line");
        assertThat(overTls("GET /console/login/at/0 HTTP/1.1", "gateway.example.org"))
                .startsWith("HTTP/1.1 303")
                .contains("redirect_uri=https%3A%2F%2Fgateway.example.org%2Fconsole%2Flogin%2Fcallback")
                .contains("Secure");
        for (var host : List.of("evil.example", "gateway.example.org.evil.example", "gateway.example.org:8443")) {
            assertThat(overTls("GET /console/decisions HTTP/1.1", host)).startsWith("HTTP/1.1 403");
        }
        assertThat(overTls("GET /console/decisions HTTP/1.1", "gateway.example.org\r\nHost: evil.example"))
                .doesNotStartWith("HTTP/1.1 401")
                .doesNotStartWith("HTTP/1.1 200");
        people.trusted = false;
        assertThat(overTls("GET /console/decisions HTTP/1.1", "gateway.example.org"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void thePrintedLinkAndItsSessionWorkOnThisMachineOnly() throws Exception {
        var link = login.openAt(server);
        int before = rooms.printed.size();
        assertThat(overTls("GET " + link.getRawPath() + '?' + link.getRawQuery() + " HTTP/1.1", "gateway.example.org"))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("Set-Cookie");
        var local = new BrowserStub(server);
        assertThat(local.get(link.getRawPath() + '?' + link.getRawQuery()).statusCode())
                .isEqualTo(303);
        assertThat(overTls(
                        "GET /console/decisions HTTP/1.1",
                        "gateway.example.org\r\nCookie: " + LoginResource.COOKIE + '='
                                + local.cookie(LoginResource.COOKIE)))
                .startsWith("HTTP/1.1 401");
        assertThat(rooms.printed).hasSize(before);
    }

    /** A request as a stranger's program writes it. */
    private String overTls(String line, String host) throws Exception {
        var keys = KeyStore.getInstance(ConsoleAlone.keys().toFile(), ConsoleAlone.PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", secureServer.getPort())) {
            socket.getOutputStream()
                    .write((line + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
