package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Digests;
import io.facegate.ledger.audit.AuditState;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console over HTTP: who gets in, what a page says, and what it never says. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class ConsoleTest {
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/console/assets/[^\"]*)\"");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI server;

    @TestHTTPResource(value = "/", tls = true)
    URI secureServer;

    @Inject
    ConsoleRooms rooms;

    @Inject
    ConsoleLogin login;

    private String session = "";

    @BeforeEach
    void aDayOfRecords() throws Exception {
        SampleRecords.into(rooms.archive);
        session = logIn(login.openAt(server));
    }

    @Test
    void aLinkOpensASessionOnceAndIsThenSpent() throws Exception {
        var link = login.openAt(server);
        var first = get(link.getRawPath() + "?" + link.getRawQuery(), "");
        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Location")).get().asString().endsWith("/console");
        assertThat(cookie(first))
                .contains("HttpOnly", "SameSite=Strict", "Path=/console", "Max-Age=28800")
                .doesNotContain("Secure");
        var again = get(link.getRawPath() + "?" + link.getRawQuery(), "");
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("This link no longer works");
        assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void overTlsTheCookieIsForTlsOnly() throws Exception {
        var keys = KeyStore.getInstance(ConsoleAlone.keys().toFile(), ConsoleAlone.PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(login.openAt(secureServer)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(cookie(answer)).contains("Secure", "HttpOnly", "SameSite=Strict");
        }
    }

    @Test
    void aLinkDiesAfterAQuarterOfAnHour() throws Exception {
        var link = login.openAt(server);
        rooms.later(Duration.ofMinutes(15));
        assertThat(get(link.getRawPath() + "?" + link.getRawQuery(), "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aVisitorWithoutASessionHasOneFreshLinkPrinted() throws Exception {
        int before = rooms.printed.size();
        for (int i = 0; i < 5; i++) {
            assertThat(get("/console/decisions", "").statusCode()).isEqualTo(401);
        }
        assertThat(rooms.printed).hasSize(before + 1);
        assertThat(get("/console/decisions", logIn(rooms.lastLink())).statusCode())
                .isEqualTo(200);
        assertThat(rooms.printed).hasSize(before + 1);
    }

    @Test
    void aWrongTokenDoesNotSpendTheLink() throws Exception {
        var link = login.openAt(server);
        assertThat(get("/console/login?token=wrong", "").statusCode()).isEqualTo(401);
        assertThat(get("/console/login", "").statusCode()).isEqualTo(401);
        assertThat(get("/console/decisions", logIn(link)).statusCode()).isEqualTo(200);
    }

    @Test
    void everyPageWithoutASessionSaysHowToGetIn() throws Exception {
        for (var path : new String[] {
            "/console",
            "/console/",
            "/console/decisions/" + SampleRecords.POLICE,
            "/console/x/y",
            "//console",
            "/%63onsole",
            "/console;x=1/decisions/" + SampleRecords.POLICE
        }) {
            var answer = get(path, "facegate-console=forged");
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("Please log in").doesNotContain("riverside-police");
        }
    }

    @Test
    void aSessionEndsAfterEightHours() throws Exception {
        assertThat(get("/console/decisions", session).statusCode()).isEqualTo(200);
        rooms.later(Duration.ofHours(8));
        var over = get("/console/decisions", session);
        assertThat(over.statusCode()).isEqualTo(401);
        assertThat(over.body())
                .contains("<h1>Your session has ended</h1>", "A session ends after 8 hours at the latest")
                .doesNotContain("This link no longer works");
        assertThat(get("/console/decisions", "").body())
                .contains("<h1>Please log in</h1>")
                .doesNotContain("session has ended");
    }

    @Test
    void loggingOutEndsTheSession() throws Exception {
        var out = CLIENT.send(
                HttpRequest.newBuilder(server.resolve("/console/logout"))
                        .header("Cookie", session)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(cookie(out)).contains("Max-Age=0");
        assertThat(get("/console/decisions", session).statusCode()).isEqualTo(401);
    }

    @Test
    void answersUnderItsOwnNameAndPortOnly() throws Exception {
        int port = server.getPort();
        assertThat(raw("GET", "/console/decisions", "Host: localhost:" + port)).startsWith("HTTP/1.1 200");
        assertThat(raw("GET", "/console/decisions", "Host: [::1]:" + port)).startsWith("HTTP/1.1 200");
        assertThat(raw("GET", "/console/decisions", "Host: rebound.example:" + port))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/console/decisions", "Host: localhost")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/console/decisions", "Host: localhost:1")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/console/decisions", "Host: localhost.rebound.example:" + port))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/console/decisions", "Host: localhost:" + port + "\r\nX-Forwarded-For: 192.0.2.1"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/console/assets/console.css", "Host: rebound.example:" + port))
                .startsWith("HTTP/1.1 403");
    }

    /** Two names, or an address with a name of its own, are read otherwise by whoever stands in front. */
    @Test
    void aRequestUnderTwoNamesIsTurnedAway() throws Exception {
        int port = server.getPort();
        var ours = "Host: localhost:" + port;
        assertThat(raw("GET", "/console/decisions", ours + "\r\nHost: rebound.example"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET", "/console/decisions", ours + "\r\n" + ours)).startsWith("HTTP/1.1 4");
        assertThat(raw("GET", "http://localhost:" + port + "/console/decisions", ours))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET", "/console/decisions", ours)).as("the control").startsWith("HTTP/1.1 200");
    }

    @Test
    void aRequestThatAProxyPassedOnIsTurnedAwayWhateverItSaysSoWith() throws Exception {
        int port = server.getPort();
        for (var header : List.of("Forwarded: for=192.0.2.1", "Via: 1.1 proxy", "X-Real-IP: 192.0.2.1")) {
            assertThat(raw("GET", "/console/decisions", "Host: localhost:" + port + "\r\n" + header))
                    .as(header)
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void lookingAtALoginLinkDoesNotUseItUp() throws Exception {
        var link = login.openAt(server);
        var path = link.getRawPath() + "?" + link.getRawQuery();
        assertThat(raw("HEAD", path, "Host: localhost:" + server.getPort()))
                .startsWith("HTTP/1.1 204")
                .doesNotContainIgnoringCase("Set-Cookie");
        assertThat(get("/console/decisions", logIn(link)).statusCode()).isEqualTo(200);
    }

    @Test
    void aStrangersHostDoesNotSpendTheLink() throws Exception {
        var link = login.openAt(server);
        assertThat(raw("GET", link.getRawPath() + "?" + link.getRawQuery(), "Host: rebound.example"))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Set-Cookie");
        assertThat(get("/console/decisions", logIn(link)).statusCode()).isEqualTo(200);
    }

    @Test
    void everyAnswerForbidsWhatAPageNeedNotDo() throws Exception {
        for (var path : new String[] {
            "/console", "/console/x", "/console/login", "/console/assets/htmx.js", "/console/decisions?from=x"
        }) {
            var headers = get(path, session).headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(path)
                    .get()
                    .asString()
                    .contains("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).as(path).hasValue("same-origin");
            assertThat(headers.firstValue("Cache-Control")).as(path).hasValue("no-store");
        }
    }

    @Test
    void nothingButLoggingOutTakesAPost() throws Exception {
        for (var path :
                new String[] {"/console/decisions", "/console/login", "/console/decisions/" + SampleRecords.POLICE}) {
            assertThat(raw("POST", path, "Host: localhost:" + server.getPort() + "\r\nContent-Length: 0"))
                    .as(path)
                    .startsWith("HTTP/1.1 405");
        }
    }

    @Test
    void theListShowsTheNewestFirstAndPagesOn() throws Exception {
        var first = get("/console/decisions", session).body();
        assertThat(first)
                .contains("Showing 50 decisions", "24 Nov 2026 <b>09:15:00</b>", "riverside-police", "Older decisions");
        assertThat(first.indexOf(SampleRecords.OPEN)).isLessThan(first.indexOf(SampleRecords.POLICE));
        assertThat(first).doesNotContain("filler-10\"");
        var older = first.replaceAll("(?s).*href=\"(/console/decisions\\?before=[0-9]+)\".*", "$1");
        assertThat(get(older, session).body())
                .contains("filler-0", "Showing 14 older decisions", "Back to the newest")
                .doesNotContain("Older decisions");
    }

    @Test
    void theAddressIsTheQuery() throws Exception {
        var refused = get("/console/decisions?outcome=refuse", session).body();
        assertThat(refused).contains("Showing one decision", "riverside-police").doesNotContain("harbour-bank");
        assertThat(get("/console/decisions?capability=identify", session).body())
                .contains("Showing one decision", SampleRecords.OPEN);
        assertThat(get("/console/decisions?from=2026-11-23&until=2026-11-23", session)
                        .body())
                .contains("Showing one decision", "corner-shops", "value=\"2026-11-23\"");
        assertThat(get(
                                "/console/decisions?organisation=harbour-bank&purpose=customer_onboarding&rule=base/nonprofit-verify",
                                session)
                        .body())
                .contains("harbour-bank", "Organisation: <b>harbour-bank</b>", "Older decisions");
    }

    @Test
    void callsOfTheSandboxAreMarkedCountedAndLeftOut() throws Exception {
        assertThat(get("/console/decisions", session).body()).doesNotContain("sandbox call among");
        var trial = SampleRecords.permit("trial-1", "2026-11-24T10:00:00.000Z", "corner-shops", "age_check", "detect")
                .replace("\"schema\"", "\"sandbox\":\"yes\",\"schema\"");
        rooms.archive.add(trial);
        assertThat(get("/console/decisions", session).body())
                .contains("verdict sandbox\">Sandbox<", "One sandbox call among all that match.")
                .doesNotContain("Review required");
        assertThat(get("/console/decisions?sandbox=yes", session).body())
                .contains("Showing one decision", "Sandbox calls: <b>Only sandbox calls</b>");
        assertThat(get("/console/decisions?sandbox=no&organisation=corner-shops", session)
                        .body())
                .contains("Showing one decision", "retail-1")
                .doesNotContain("trial-1");
        assertThat(get("/console/decisions/trial-1", session).body()).contains("no vendor received it");
        assertThat(get("/console/decisions/trial-1", session, "fr").body()).contains("Bac à sable");
    }

    @Test
    void aCallWhoseAnswerPeopleMustReviewIsMarkedInTheList() throws Exception {
        rooms.archive.add(SampleRecords.permit("held-1", "2026-11-24T10:00:00Z", "corner-shops", "age_check", "detect")
                .replace("\"on_behalf_of\"", "\"obligations\":{\"reviewers\":2},\"on_behalf_of\""));
        assertThat(get("/console/decisions?organisation=corner-shops", session).body())
                .contains("verdict sandbox\">Review required<")
                .doesNotContain("verdict held");
        rooms.archive.add(SampleRecords.outcome("held-1").replace("\"status\":\"ok\"", "\"status\":\"held\""));
        assertThat(get("/console/decisions?organisation=corner-shops", session).body())
                .containsPattern("verdict held\">.*Held for review</span>")
                .doesNotContain("Review required");
        assertThat(get("/console/decisions/held-1", session).body()).contains("href=\"/console/work/reviews/held-1\"");
        rooms.archive.add(
                SampleRecords.permit("fetched-1", "2026-11-24T11:00:00Z", "corner-shops", "age_check", "detect")
                        .replace("\"on_behalf_of\"", "\"review\":\"held-1\",\"on_behalf_of\""));
        assertThat(get("/console/decisions?organisation=corner-shops", session).body())
                .containsOnlyOnce("Released and fetched</span>")
                .doesNotContain("Held for review</span>");
        assertThat(get("/console/decisions/held-1", session).body())
                .contains("Released and fetched")
                .doesNotContain("/console/work/reviews/");
    }

    @Test
    void blanksOfTheFormLeadToAShortAddress() throws Exception {
        var answer = get(
                "/console/decisions?from=&until=&organisation=riverside-police&purpose=&outcome=refuse&rule=", session);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/console/decisions?organisation=riverside-police&outcome=refuse");
    }

    @Test
    void saysInPlainWordsWhatIsWrongWithAFilter() throws Exception {
        assertProblem("from=yesterday", "From must be a day, written like 2026-11-24.");
        assertProblem("from=2026-11-24&until=2026-11-23", "Until is earlier than From.");
        assertProblem("capability=mind_reading", "Choose Capability from the list.");
        assertProblem("outcome=maybe", "Outcome must be permitted, refused or fault.");
        assertProblem("before=-1", "Page must be a whole number.");
        assertProblem("organisation=" + "a".repeat(129), "Organisation is too long: at most 128 characters.");
        assertProblem("purpose=%3Cb%3E", "Purpose may contain only letters");
        assertProblem("rule=a&rule=b", "Rule is given more than once.");
        assertProblem("colour=red", "a filter that does not exist: “colour”");
        assertProblem("%3Cscript%3E=1", "“&lt;script&gt;”");
    }

    @Test
    void everyLookIsOnRecordOnceAMinute() throws Exception {
        var mine = ConsoleSessions.name(session.substring(session.indexOf('=') + 1));
        assertThat(rooms.acts.getLast().act()).isEqualTo("console_login");
        assertThat(rooms.acts.getLast().subject()).isEqualTo(mine);
        rooms.acts.clear();
        get("/console/decisions?organisation=riverside-police", session);
        get("/console/decisions?organisation=riverside-police", session);
        get("/console/decisions?organisation=nobody-knows", session);
        get("/console/decisions?organisation=hope", session);
        assertThat(get("/console/decisions/" + SampleRecords.POLICE, session).statusCode())
                .isEqualTo(200);
        get("/console/decisions/none", session);
        assertThat(get("/log/tile/entries/000.p/3", session).statusCode()).isEqualTo(200);
        assertThat(rooms.acts.stream().map(act -> act.act() + ' ' + act.subject() + ' ' + act.person()))
                .containsExactly(
                        "view kind=DECISION&organisation=riverside-police " + mine,
                        "view kind=*&organisation=* " + mine,
                        "view " + SampleRecords.POLICE + ' ' + mine,
                        "view entries/0 " + mine);
        rooms.later(Duration.ofMinutes(1));
        get("/console/decisions?organisation=riverside-police", session);
        get("/console/decisions?organisation=riverside-police", logIn(login.openAt(server)));
        assertThat(rooms.acts.stream().filter(act -> act.subject().endsWith("riverside-police")))
                .hasSize(3);
    }

    @Test
    void whatCannotBePutOnRecordIsNotShown() throws Exception {
        var link = login.openAt(server);
        rooms.down = true;
        try {
            for (var page : List.of(
                    "/console/decisions",
                    "/console/decisions?organisation=riverside-police",
                    "/log/tile/entries/000.p/3")) {
                var answer = get(page, session);
                assertThat(answer.statusCode()).as(page).isEqualTo(503);
                assertThat(answer.body()).doesNotContain("amazon-rekognition-2020", "DetectFaces", "<td");
            }
            assertThat(get("/console/decisions", session).body())
                    .contains("Not shown, because this view could not be recorded");
            var turned = get(link.getRawPath() + "?" + link.getRawQuery(), "");
            assertThat(turned.statusCode()).isEqualTo(503);
            assertThat(turned.headers().firstValue("Set-Cookie")).isEmpty();
        } finally {
            rooms.down = false;
        }
        assertThat(get("/console/decisions", session).statusCode()).isEqualTo(200);
    }

    private void assertProblem(String query, String message) throws Exception {
        var answer = get("/console/decisions?" + query, session);
        assertThat(answer.statusCode()).as(query).isEqualTo(400);
        assertThat(answer.body()).contains(message).doesNotContain("riverside-police", "<script>", "<b>\"");
    }

    @Test
    void aRecordThatDoesNotVerifyIsShownInRedAndNeverAsADecision() throws Exception {
        assertThat(get("/console/decisions", session).body())
                .contains("riverside-police")
                .doesNotContain("tampered");
        rooms.archive.tamper(63);
        var list = get("/console/decisions", session).body();
        assertThat(list)
                .contains("<tr role=\"row\" class=\"tampered\">", "Record 64", "<strong>Tampered</strong>")
                .contains("It was changed after it was written.")
                .contains(" decisions, and one record that was changed or removed.")
                .contains("<a href=\"/console/integrity/records/64\">Record 64</a>")
                .doesNotContain("riverside-police");
        var file = get("/console/decisions/export.csv", session);
        assertThat(file.statusCode()).isEqualTo(500);
        assertThat(file.headers().firstValue("Content-Disposition")).isEmpty();
        assertThat(file.body())
                .contains("<h1>Nothing was exported</h1>", "Record 64 was changed after it was written")
                .contains("<a href=\"/console/integrity/records/64\">");
        var page = get("/console/decisions/" + SampleRecords.POLICE, session);
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body())
                .contains("<h1>Tampered</h1>", "Record 64", "it proves no decision")
                .doesNotContain("riverside-police", "Permitted", "Refused");
        assertThat(get("/console/decisions/" + SampleRecords.POLICE, session + "; facegate-language=fr")
                        .body())
                .contains("<h1>Falsifié</h1>", "enregistrement 64 a été falsifié", "il ne prouve aucune décision");
    }

    @Test
    void saysWhenTheLogWasLastVerifiedWholeAndWhatFailed() throws Exception {
        assertThat(get("/console/decisions", session).body()).contains("The whole log has not been verified yet");
        var at = Instant.parse("2026-11-24T08:00:00Z");
        rooms.audited = new AuditState(new AuditState.CleanPass(at, 65), 65, 65, null, null, null);
        try {
            assertThat(get("/console/decisions", session).body())
                    .contains("The whole log was last verified on 24 November 2026 at 08:00:00 UTC, up to record 65");
            var found = new AuditState.Finding(at, 6, "changed", 2);
            rooms.audited = new AuditState(new AuditState.CleanPass(at, 65), 65, 65, found, found, null);
            assertThat(get("/console/decisions", session).body())
                    .contains("2 records were tampered with, the first is record 7.")
                    .contains(
                            "Last check without a finding: 24 November 2026 at 08:00:00 UTC, up to record 65.",
                            "A newer check found that 2 records were tampered with, the first being record 7.")
                    .doesNotContain("The whole log was last verified")
                    .contains("The search index was wrong about record 7.");
            assertThat(get("/console/decisions", session + "; facegate-language=fr")
                            .body())
                    .contains("2 enregistrements ont été falsifiés, le premier est l’enregistrement 7.");
        } finally {
            rooms.audited = AuditState.NONE;
        }
    }

    @Test
    void wordsThatNothingKnowsAreMistakesAndSynonymsAreUnderstood() throws Exception {
        var unknown = get("/console/decisions?organisation=harbour-bnak", session);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("“harbour-bnak” is unknown.", "harbour-bank");
        var refused = get("/console/decisions?outcome=refused", session);
        assertThat(refused.statusCode()).isEqualTo(303);
        assertThat(refused.headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/console/decisions?outcome=refuse");
        assertThat(get("/console/decisions?organisation=Hope+for+Children", session)
                        .headers()
                        .firstValue("Location"))
                .get()
                .asString()
                .endsWith("/console/decisions?organisation=hope");
    }

    @Test
    void saysSoWhenNothingFits() throws Exception {
        // Registered, and never judged.
        assertThat(get("/console/decisions?organisation=hope", session).body())
                .contains("No decision matches these filters", "Nothing was found up to record 65.")
                .as("its list can still be kept, and wait for what comes")
                .contains("Save this list as", "Refresh this list by itself")
                .doesNotContain(">CSV<");
        assertThat(get("/console/decisions?id=01a0b1f1-0000-7000-8000-00000000000f", session)
                        .body())
                .as("said above the form, where the answer is looked for")
                .containsSubsequence(
                        "No decision with the id “01a0b1f1-0000-7000-8000-00000000000f” was found.",
                        "class=\"filters\"");
        assertThat(get("/console/decisions?before=0", session).body()).contains("There are no older decisions");
        rooms.archive.clear();
        assertThat(get("/console/decisions", session).body()).contains("No decisions yet");
    }

    @Test
    void aDecisionTellsItsStoryAndItsPlace() throws Exception {
        var page = get("/console/decisions/" + SampleRecords.POLICE, session).body();
        assertThat(page)
                .contains("riverside-police (police with powers of arrest, below national level) asked to locate"
                        + " faces (DetectFaces on Amazon Rekognition), on behalf of county-sheriff (city or county"
                        + " police), in order to identify a suspect, on 24 November 2026 at 09:13 UTC.")
                .contains("this is the type of county-sheriff, on whose behalf it called.")
                .contains("The call was refused: a moratorium applies.", "Nothing was sent to the provider.")
                .contains("Evidence for the call: a warrant.", "A warrant <code>warrant</code>")
                .contains(
                        "Rule us-wa-rcw-43-386/warrant does not apply here, because it makes an exception for this call")
                .contains("Offence: Homicide <code>offence=homicide</code>", "City or county police")
                .contains("amazon-rekognition-2020/police-moratorium", "organisation: law_enforcement.police")
                .contains(
                        "A moratorium applies <code>moratorium</code>",
                        "county-sheriff",
                        "FGKEY9ZX",
                        "base/detect",
                        "US-WA")
                .contains("24 November 2026 at 09:13:02 UTC", "9f86d081884c7d659a2feaa0c55ad015")
                .contains("Record <strong>64</strong> of <strong>65</strong>", "2 steps")
                .contains("&quot;verdict&quot; : &quot;refuse&quot;");
        assertThat(get("/console/decisions/" + SampleRecords.RESCUE, session).body())
                .contains("The provider answered, with 2 results.", "The outcome, as recorded");
        assertThat(get("/console/decisions/" + SampleRecords.OPEN, session).body())
                .contains("No outcome is recorded yet.");
    }

    @Test
    void aPageSpeaksTheLanguageThatWasChosenOrElseTheBrowsers() throws Exception {
        var page = "/console/decisions/" + SampleRecords.POLICE;
        assertThat(get(page, session, "fr-CA, en;q=0.5").body())
                .contains("<html lang=\"fr\">", "riverside-police (police dotée du pouvoir d’arrestation")
                .contains("L’appel a été refusé\u00a0: un moratoire s’applique.", "Infraction\u00a0: Homicide")
                .contains("href=\"/console/language/en?to=%2Fconsole%2Fdecisions%2F" + SampleRecords.POLICE);
        var chosen = get("/console/language/fr?to=" + page, session);
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(chosen.headers().firstValue("Location")).get().asString().endsWith(page);
        assertThat(cookie(chosen)).contains("facegate-language=fr", "HttpOnly", "SameSite=Strict", "Path=/console");
        assertThat(get("/console/decisions?outcome=maybe", session + "; facegate-language=fr", "en")
                        .body())
                .contains("Issue\u00a0: doit être autorisé, refusé ou échec.", "Décisions");
        assertThat(get("/console/decisions", "facegate-language=fr").body()).contains("Veuillez vous connecter");
        assertThat(get("/console/decisions", session + "; facegate-language=xx", "de")
                        .body())
                .contains("<html lang=\"en\">");
    }

    @Test
    void aLanguageLeadsToPagesOfTheConsoleOnly() throws Exception {
        for (var to : new String[] {
            "",
            "?to=https://example.com",
            "?to=//example.com",
            "?to=/elsewhere",
            "?to=/console/%0d%0aSet-Cookie:x=1",
            "?to=/console.example.com",
            "?to=/console/..%2f..%2fetc",
            "?to=/console/decisions/..%2f..%2fetc"
        }) {
            var answer = get("/console/language/fr" + to, session);
            assertThat(answer.headers().firstValue("Location"))
                    .as(to)
                    .hasValue(server.resolve("/console").toString());
        }
        assertThat(get("/console/language/xx?to=/console", session).headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void unknownDecisionsAndPagesAreSaidToBeUnknown() throws Exception {
        for (var id : new String[] {"none", "%3Cscript%3E", "a".repeat(65), "..%2f..%2fetc"}) {
            var answer = get("/console/decisions/" + id, session);
            assertThat(answer.statusCode()).as(id).isEqualTo(404);
            assertThat(answer.body()).contains("No such decision").doesNotContain("<script>");
        }
        assertThat(get("/console/nowhere", session).body()).contains("Page not found");
        assertThat(get("/console/assets/nothing.js", session).statusCode()).isEqualTo(404);
    }

    /** Also where a page's class takes the address and has no answer. */
    @Test
    void anAddressBelowAPageThatNothingAnswersIsAPageToo() throws Exception {
        for (var path : List.of(
                "/console/work/x.y",
                "/console/work/reviews",
                "/console/reports/x",
                "/console/policies/a/b/c",
                "/console/decisions/a/b/c",
                "/console/integrity/x")) {
            var found = get(path, session);
            assertThat(found.statusCode()).as(path).isEqualTo(404);
            assertThat(found.body()).as(path).contains("Page not found", "href=\"/console/decisions\"");
            assertThat(found.headers().firstValue("Content-Security-Policy"))
                    .as(path)
                    .isPresent();
            assertThat(get(path, session, "fr").body()).contains("<html lang=\"fr\">");
            assertThat(get(path, "").statusCode()).as(path).isEqualTo(401);
        }
        for (var elsewhere : List.of("/console.x/work", "/log/no/such/thing")) {
            var bare = get(elsewhere, session);
            assertThat(bare.statusCode()).isEqualTo(404);
            assertThat(bare.body()).contains("Resource not found").doesNotContain("Page not found");
        }
    }

    /** Where sessions are may be another server, and an event loop that waits for it serves nobody. */
    @Test
    void noSessionIsLookedUpOnAnEventLoop() throws Exception {
        rooms.askedOnEventLoop = false;
        for (var cookie : List.of(session, "a".repeat(43), "made-up", "")) {
            for (var path : List.of("/console/decisions/a/b/c", "/console/decisions", "/console/nowhere")) {
                get(path, cookie);
                assertThat(rooms.askedOnEventLoop).as(path).isFalse();
            }
        }
    }

    @Test
    void hostileRecordsAreShownAsText() throws Exception {
        SampleRecords.hostileInto(rooms.archive);
        var list = get("/console/decisions", session).body();
        var page = get("/console/decisions/" + SampleRecords.HOSTILE, session).body();
        for (var body : new String[] {list, page}) {
            assertThat(body)
                    .contains("&lt;script&gt;alert(1)", "\\u202egnp.exe{view.id}")
                    .doesNotContain("<script>alert", "<img src=x", "\u202e");
        }
        assertThat(list).contains("Not readable", "Time not readable");
        assertThat(get("/console/decisions/odd", session).statusCode()).isEqualTo(200);
    }

    @Test
    void aListThatIsNotWholeYetSaysHowFarItIs() throws Exception {
        var whole = get("/console/decisions", session).body();
        assertThat(whole).doesNotContain("catching up");
        rooms.archive.fallBehind(5);
        long size = rooms.archive.indexLag().size();
        assertThat(get("/console/decisions", session).body())
                .contains("The search index is catching up: " + (size - 5) + " of " + size + " records");
    }

    @Test
    void aBrokenLedgerIsSaidWithoutItsInsides() throws Exception {
        rooms.archive.breakDown();
        for (var path : new String[] {"/console/decisions", "/console/decisions/" + SampleRecords.POLICE}) {
            var answer = get(path, session);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("The ledger could not be read").doesNotContain("secret", "Exception");
        }
    }

    @Test
    void noPageCarriesScriptOrStyleOfItsOwnOrLoadsFromElsewhere() throws Exception {
        for (var path :
                new String[] {"/console/decisions", "/console/decisions/" + SampleRecords.RESCUE, "/console/login"}) {
            assertThat(get(path, session).body())
                    .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|<script>|https?://")
                    .contains("<html lang=\"en\">")
                    .containsPattern("/console/assets/[0-9a-f]{16}/htmx.js");
        }
        assertThat(get("/console/assets/htmx.js", "").body()).contains("2.0.10");
    }

    @Test
    void whatPagesLoadIsKeptAtAnAddressWithItsDigest() throws Exception {
        var loaded = new TreeSet<String>();
        for (var path : List.of("/console", "/console/decisions", "/console/decisions/" + SampleRecords.RESCUE)) {
            var page = get(path, session);
            assertThat(page.headers().allValues("Cache-Control")).as(path).containsExactly("no-store");
            loaded.addAll(ASSET.matcher(page.body())
                    .results()
                    .map(found -> found.group(1))
                    .toList());
        }
        assertThat(loaded).hasSize(7);
        for (var address : loaded) {
            var file = get(address, "");
            var bytes = file.body().getBytes(StandardCharsets.UTF_8);
            assertThat(HexFormat.of().formatHex(Digests.sha256(bytes))).startsWith(address.split("/")[3]);
            assertThat(file.headers().allValues("Cache-Control"))
                    .as(address)
                    .containsExactly("public, max-age=31536000, immutable");
        }
        for (var address : List.of("/console/assets/console.css", "/console/assets/0123456789abcdef/console.css")) {
            assertThat(get(address, "").headers().allValues("Cache-Control"))
                    .as(address)
                    .containsExactly("no-store");
        }
        assertThat(get("/console/assets/0123456789abcdef/nothing.css", "").statusCode())
                .isEqualTo(404);
    }

    private String logIn(URI link) throws Exception {
        var answer = get(link.getRawPath() + "?" + link.getRawQuery(), "");
        return cookie(answer).split(";", 2)[0];
    }

    private static String cookie(HttpResponse<?> answer) {
        return answer.headers().firstValue("Set-Cookie").orElse("");
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return get(path, cookie, "");
    }

    private HttpResponse<String> get(String path, String cookie, String language) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + server.getAuthority() + path));
        if (!language.isEmpty()) {
            request.header("Accept-Language", language);
        }
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(
                request.build(),
                info -> HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8),
                        body -> body.replace("<wbr>", "")));
    }

    /** The JDK's client writes its own Host, so this one speaks for itself. */
    private String raw(String method, String path, String headers) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.getPort())) {
            var request = method + " " + path + " HTTP/1.1\r\n" + headers + "\r\nCookie: " + session
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
