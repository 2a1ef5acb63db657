package io.facegate.console.mine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.BrowserStub;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.registry.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the people of a calling organisation see of it, and of nobody else. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class MineTest {
    private static final Pattern SECRET = Pattern.compile("fgk_FGAK[A-Z2-7]{16}_[A-Za-z0-9]{40}");

    @TestHTTPResource("/")
    URI server;

    @Inject
    PeopleOfTheConsole people;

    @BeforeEach
    void begin() {
        people.registered.clear();
        people.register("j.kim", Role.MEMBER);
        people.sampleRecords();
    }

    @AfterEach
    void end() {
        people.trusted = false;
    }

    @Test
    void aMemberSeesTheOwnOrganisationAndNoOther() {
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var page = browser.get("/console/mine");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("HOPE &lt;script&gt;", "Verified, until ", "US-OR", "Find a missing person")
                .contains("What you may do", "Decisions on your calls", "href=\"/console/mine/permissions\"")
                .contains(browser.origin() + "/facegate/v1/me", "AWS_ENDPOINT_URL_REKOGNITION=" + browser.origin())
                .contains("<small>A moratorium applies · amazon-rekognition-2020/police-moratorium</small>")
                .contains("\\u202e")
                .doesNotContain("<script>alert", "riverside-police");
        Pattern.compile("FGAK[A-Z0-9]+")
                .matcher(page.body())
                .results()
                .forEach(key -> assertThat(page.body())
                        .as("a key is the member's own")
                        .contains("<code>" + key.group() + "</code><br><small><bdi>desk</bdi></small>"));
        assertThat(page.body().split("<code>" + PeopleOfTheConsole.OWN_DECISION, -1))
                .hasSize(2);
    }

    /** The page Organisations and the page for callers tell the same. */
    @Test
    void whatItMayDoIsWhatOfficersSee() {
        people.register("a.lee", Role.OFFICER);
        var own = BrowserStub.loggedIn(server, people, "j.kim").get("/console/mine/permissions");
        var officers = BrowserStub.loggedIn(server, people, "a.lee").get("/console/organisations/hope/permissions");
        assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
        assertThat(rows(own.body())).isEqualTo(rows(officers.body())).contains("base/nonprofit-detect");
        assertThat(own.body())
                .contains(
                        "What it may do", "What it may not do", "What depends on the single call", "href=\"#refused\"");
        assertThat(own.body())
                .contains("href=\"/console/mine\"")
                .doesNotContain("<script>", "/console/organisations/hope");
    }

    private static String rows(String page) {
        return page.substring(page.indexOf("<tbody"), page.lastIndexOf("</tbody>"));
    }

    @Test
    void aMemberOpensNoOtherPage() {
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        for (var path : List.of(
                "/console/decisions",
                "/console/decisions/" + PeopleOfTheConsole.OWN_DECISION,
                "/console/work",
                "/console/work/reviews/x",
                "/console/organisations/hope",
                "/console/organisations/hope/permissions",
                "/log/tile/entries/000")) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(browser.get("/console").headers().firstValue("Location"))
                .get()
                .asString()
                .endsWith("/console/mine");
    }

    @Test
    void whoIsNoMemberHasNoSuchPage() {
        people.register("a.lee", Role.OFFICER, Role.OPERATOR);
        var officer = BrowserStub.loggedIn(server, people, "a.lee");
        for (var path : List.of("/console/mine", "/console/mine/permissions")) {
            assertThat(officer.get(path).statusCode()).as(path).isEqualTo(403);
        }
    }

    /** The secrets are in that one answer, which no browser keeps, and a form of somebody else makes no key. */
    @Test
    void aMemberMakesAKeyOnce() {
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var form = new LinkedHashMap<>(Map.of(
                "form", people.formToken(browser),
                "act", "mint",
                "label", "desk",
                "purpose", "missing_person",
                "until", LocalDate.now(ZoneOffset.UTC).plusDays(30).toString(),
                "wire.rekognition", "on"));
        var page = browser.post("/console/mine/keys", form, "Origin", browser.origin());
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        var secret = SECRET.matcher(page.body());
        assertThat(secret.find()).isTrue();
        var setup = page.body().split("AWS_ENDPOINT_URL_REKOGNITION", -1);
        assertThat(setup).as("set-up beside the key, once").hasSize(2);
        assertThat(setup[0]).contains("id=\"secrets\"").doesNotContain("id=\"who\"");
        var later = browser.get("/console/mine").body();
        assertThat(later).contains("desk", "rekognition", "Never used").doesNotContain(secret.group());
        var again = browser.post("/console/mine/keys", form, "Origin", browser.origin());
        assertThat(again.statusCode()).as("sent again by a reload").isEqualTo(422);
        form.put("form", "x");
        assertThat(browser.post("/console/mine/keys", form, "Origin", browser.origin())
                        .statusCode())
                .isEqualTo(403);
        form.put("form", people.formToken(browser));
        assertThat(browser.post("/console/mine/keys", form, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    /** The same table as on the organisation's page for officers. */
    @Test
    void whatIsLeftOfEachQuotaIsTold() {
        people.register("a.lee", Role.OFFICER);
        var own = quotas(BrowserStub.loggedIn(server, people, "j.kim").get("/console/mine"));
        assertThat(own)
                .contains("The quotas come from the registry and hold at all its gateways.")
                .contains("children-day | calls a day: 1,000 | 900 | All calls | This organisation |")
                .containsPattern("searches-month \\| calls a month: 500 \\| not known now \\|");
        assertThat(quotas(BrowserStub.loggedIn(server, people, "a.lee").get("/console/organisations/hope")))
                .isEqualTo(own);
        assertThat(quotas(BrowserStub.loggedIn(server, people, "j.kim").get("/console/mine", "Accept-Language", "fr")))
                .contains("Les quotas viennent du registre", "appels par jour : 1\u202f000 | 900 |");
    }

    /** The part of a page about quotas, with a bar after each cell of a table. */
    private static String quotas(HttpResponse<String> page) {
        return page.body()
                .replaceFirst("(?s).*<h2 id=\"quotas?\">", "")
                .replaceFirst("(?s)</section>.*", "")
                .replaceAll("</t[dh]>", " | ")
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ");
    }

    @Test
    void clientsWithoutCommandsAreNamed() {
        var page = BrowserStub.loggedIn(server, people, "j.kim")
                .get("/console/mine")
                .body();
        assertThat(page)
                .contains("docs/clients.md")
                .contains("@google-cloud/vision, gRPC")
                .contains(ClientSetup.others(server.toString()))
                .contains("node --input-type=module - &lt;&lt;&#39;EOF&#39;");
    }

    @Test
    void thePageSpeaksFrench() {
        assertThat(BrowserStub.loggedIn(server, people, "j.kim")
                        .get("/console/mine", "Accept-Language", "fr")
                        .body())
                .contains("Ce que vous pouvez faire", "Vérifiée, jusqu’au ");
    }
}
