package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.facegate.console.registry.RegistryRooms;
import io.facegate.console.work.WorkStage;
import io.facegate.ledger.audit.AuditState;
import io.facegate.registry.Person;
import io.facegate.registry.Role;
import io.facegate.testkit.ReducedTries;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every page of the console as axe-core reads it: both languages, light and dark, on a phone and on a wide screen, each role. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class AccessibilityInChromiumTest {
    private static ConsoleBrowser browser;
    private static DecisionRecords made;

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    DecisionRooms decisions;

    @Inject
    OverviewInMemory overview;

    @Inject
    PeopleOfTheConsole people;

    @Inject
    WorkStage stage;

    @Inject
    RegistryRooms registry;

    @Inject
    ConsoleLogin login;

    @BeforeAll
    static void start() {
        browser = new ConsoleBrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void begin() {
        MonthOfRecords.into(rooms.archive);
        var now = Instant.now();
        rooms.audited = new AuditState(
                new AuditState.CleanPass(now.minus(Duration.ofMinutes(12)), 500), 500, 500, null, null, null);
        overview.waiting = new WorkCounts(2L, 0L, 1L, 1L, null);
        overview.ending = new UpcomingEnd.Found(
                List.of(
                        new UpcomingEnd(UpcomingEnd.Kind.KEY, "hope", "FGKEY7Q2", now.plus(Duration.ofDays(9))),
                        new UpcomingEnd(UpcomingEnd.Kind.RULE, "", "eu/transition", now.plus(Duration.ofDays(20)))),
                List.of(UpcomingEnd.Kind.CERTIFICATE));
        stage.register(people);
        people.trusted = true;
        var person = new Person.Login(PeopleOfTheConsole.ISSUER, "x.all");
        people.registered.put(
                "x.all", new Person("x.all", Set.of(Role.OFFICER, Role.OPERATOR), null, person, Instant.EPOCH, null));
        people.register("j.kim", Role.MEMBER);
    }

    @AfterEach
    void end() {
        people.trusted = false;
        decisions.lookAway();
        rooms.archive.clear();
        rooms.audited = AuditState.NONE;
        overview.waiting = new WorkCounts(0L, 0L, 0L, 0L, 0L);
        overview.ending = new UpcomingEnd.Found(List.of(), List.of());
    }

    @Test
    void aPlantedViolationIsFound() {
        var page = browser.enter(login.openAt(server), wide("en"));
        assertThat(AxeCheck.violations(page)).isEmpty();
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend',"
                + " '<button></button><p class=\"faint\">Faint</p>');"
                + " document.querySelector('.faint').style.color = '#aaa'");
        assertThat(AxeCheck.violations(page))
                .anyMatch(found -> found.startsWith("button-name: <button></button>"))
                .anyMatch(found -> found.startsWith("color-contrast: <p class=\"faint\""));
        assertThat(AxeCheck.contrastViolations(page))
                .hasSize(1)
                .first()
                .asString()
                .contains("faint");
        page.context().close();
    }

    @Test
    void someOfEachKindOfElementAreKept() {
        var page = browser.enter(login.openAt(server), wide("en"));
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<ul class=many></ul>');"
                + " const many = document.querySelector('.many');"
                + " for (let i = 0; i < 50; i++) many.insertAdjacentHTML('beforeend', '<li>Line ' + i + '</li>');"
                + " many.insertAdjacentHTML('beforeend', '<li class=other><button></button></li>')");
        AxeCheck.keepSomeOfEachKind(page);
        assertThat(page.locator(".many li").count()).isEqualTo(4);
        assertThat(AxeCheck.violations(page)).singleElement().asString().startsWith("button-name: <button></button>");
        page.context().close();
    }

    @Test
    void pagesOfWhoReads() {
        check(
                null,
                List.of(
                        "/console?" + MonthOfRecords.PERIOD,
                        "/console?from=2020-01-01&until=2020-01-02",
                        "/console?days=90",
                        "/console/counts?by=refusals&" + MonthOfRecords.PERIOD,
                        "/console/counts?by=organisation&" + MonthOfRecords.PERIOD,
                        "/console/counts?from=2020-01-01&until=2020-01-02",
                        "/console?from=x",
                        "/console/decisions",
                        "/console/decisions?outcome=refuse",
                        "/console/decisions?purpose=attendance",
                        "/console/decisions?purpose=%3Cb%3E",
                        "/console/decisions/none",
                        "/console/policies",
                        "/console/policies/eu-ai-act-post-remote",
                        "/console/policies/eu-ai-act-post-remote/authorisation",
                        "/console/policies/none",
                        "/console/policies/eu-ai-act-post-remote?on=2026-07-01",
                        "/console/policies/eu-ai-act-post-remote/authorisation?on=2026-07-01",
                        "/console/policies/history",
                        "/console/policies/history?on=2026-11-21",
                        "/console/calendar",
                        "/console/calendar?on=2027-12-02",
                        "/console/calendar?on=never",
                        "/console/try",
                        "/console/try?capability=identify&type=law_enforcement.police&purpose=suspect_identification",
                        "/console/try?capability=x",
                        "/console/reports?from=2026-07-01&until=2026-09-30",
                        "/console/reports?from=x",
                        "/console/integrity",
                        "/console/integrity/acts/view",
                        "/console/nothing"));
    }

    @Test
    void pagesOfOrganisations() {
        check(
                null,
                List.of(
                        "/console/organisations",
                        "/console/organisations?name=nobody-has-this",
                        "/console/organisations/hope",
                        "/console/organisations/hope/permissions",
                        "/console/organisations/forged",
                        "/console/organisations/none"));
    }

    @Test
    void pagesOfDecisionsAndOfWhatIsTampered() {
        var page = browser.enter(login.openAt(server), wide("en"));
        page.navigate(server.resolve("/console/decisions/none").toString());
        page.context().close();
        if (made == null) {
            made = DecisionRecords.into(decisions.folder());
        }
        decisions.lookAtDisk();
        check(
                null,
                List.of(
                        "/console/decisions/" + made.refused(),
                        "/console/decisions/" + made.held(),
                        "/console/decisions/" + made.released()));
        decisions.lookAway();
        SampleRecords.into(rooms.archive);
        rooms.archive.tamper(3);
        rooms.audited = new AuditState(
                new AuditState.CleanPass(Instant.now(), 2),
                4,
                2,
                new AuditState.Finding(Instant.now(), 3, "changed", 1),
                null,
                null);
        check(null, List.of("/console", "/console/decisions", "/console/integrity"));
    }

    @Test
    void pagesOfWork() {
        var review = stage.hold();
        var proposal = stage.propose("hope", "access_control").id();
        var appeal = stage.appeal("We have a court order of 12 November for this person.\nCase 2026-114.");
        var stop = stage.stop("m.roe");
        stage.share("Refusals", "/console/decisions?outcome=refuse");
        check(
                "x.all",
                List.of(
                        "/console/work",
                        "/console/work/reviews/" + review,
                        "/console/work/proposals/" + proposal,
                        "/console/work/stops/" + stop,
                        "/console/work/appeals/" + appeal,
                        "/console/work/appeals/none",
                        "/console/decisions?outcome=refuse"));
        check("r.one", List.of("/console/work", "/console/work/reviews/" + review, "/console/decisions"));
    }

    @Test
    void pagesOfCallersAndOfStrangers() {
        people.sampleRecords();
        people.addRecords(registry.recordsOfTheAppeal());
        check(
                "j.kim",
                List.of(
                        "/console/mine",
                        "/console/mine/permissions",
                        "/console/mine/appeals",
                        "/console/mine/decisions/" + PeopleOfTheConsole.OWN_REFUSAL,
                        "/console/decisions"));
        for (var language : List.of("en", "fr")) {
            var page = browser.stranger(wide(language));
            visit(page, language, List.of("/console", "/console/login?token=spent", "/console/logout", "/log/verify"));
        }
    }

    /**
     * Visits pages in each language. Axe reads some of each kind of element, since a list of fifty lines takes it ten
     * times as long as one of five: the page wide and light, the colours of the dark page, and the page on a phone in
     * each language. In the long run it reads each page whole too.
     */
    private void check(String person, List<String> paths) {
        for (var language : List.of("en", "fr")) {
            var page = person == null
                    ? browser.enter(login.openAt(server), wide(language))
                    : browser.enter(server, person, wide(language));
            visit(page, language, paths);
        }
    }

    private void visit(Page page, String language, List<String> paths) {
        var found = new LinkedHashMap<String, List<String>>();
        for (var path : paths) {
            look(page, looks().get("wide"), ColorScheme.LIGHT);
            page.navigate(server.resolve(path).toString());
            page.waitForCondition(
                    () -> page.locator(".waiting[hx-get]").count() == 0,
                    new Page.WaitForConditionOptions().setTimeout(120_000));
            assertThat(page.locator("html").getAttribute("lang")).as(path).isEqualTo(language);
            if (path.startsWith("/console")) {
                assertThat(PageTerms.unexplained(page.content())).as(path).isEmpty();
            }
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
            if (language.equals("en")) {
                if (ReducedTries.inTheLongRun()) {
                    found.put(path + " whole", AxeCheck.violations(page));
                }
                pictures(page, path);
                AxeCheck.keepSomeOfEachKind(page);
                look(page, looks().get("wide"), ColorScheme.LIGHT);
                found.put(path + " wide", AxeCheck.violations(page));
                // Colours depend neither on the language nor on the width.
                look(page, looks().get("wide"), ColorScheme.DARK);
                found.put(path + " dark", AxeCheck.contrastViolations(page));
            } else {
                AxeCheck.keepSomeOfEachKind(page);
            }
            look(page, looks().get("phone"), ColorScheme.LIGHT);
            found.put(path + ' ' + language + " phone", AxeCheck.violations(page));
        }
        page.context().close();
        found.values().removeIf(List::isEmpty);
        assertThat(found).isEmpty();
    }

    private static void pictures(Page page, String path) {
        for (var look : looks().entrySet()) {
            look(page, look.getValue(), ColorScheme.LIGHT);
            var name = name(path, look.getKey());
            ConsoleBrowser.picture(page, name);
            assertThat(ConsoleBrowser.pictureFile(name)).as(name).exists().isNotEmptyFile();
        }
    }

    private static void look(Page page, int width, ColorScheme colours) {
        page.setViewportSize(width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
    }

    private static Map<String, Integer> looks() {
        var looks = new LinkedHashMap<String, Integer>();
        looks.put("wide", 1440);
        looks.put("phone", 360);
        return looks;
    }

    private static String name(String path, String look) {
        var plain = path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id").replaceAll("[^a-zA-Z0-9]+", "-");
        return "pages/en-" + look + plain;
    }

    private static Browser.NewContextOptions wide(String language) {
        return new Browser.NewContextOptions()
                .setLocale(language)
                .setViewportSize(1440, 900)
                .setColorScheme(ColorScheme.LIGHT);
    }
}
