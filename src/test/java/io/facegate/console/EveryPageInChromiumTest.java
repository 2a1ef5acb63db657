package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
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

/**
 * Every page of the console, in both languages: as axe-core reads it, light and dark, on a phone, on a wide screen and on
 * paper, by keyboard, what it weighs, and for each role. {@link PagesToVisit} lists the pages.
 */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class EveryPageInChromiumTest {
    /** What stands in addresses that are not answered with 200. */
    private static final List<String> MISTAKES =
            List.of("=x", "/none", "%3Cb%3E", "=never", "/nothing", "/forged", "spent", "/logout");

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
        check(null, PagesToVisit.READ);
    }

    @Test
    void pagesOfOrganisations() {
        check(null, PagesToVisit.ORGANISATIONS);
    }

    @Test
    void pagesOfDecisionsAndOfWhatIsTampered() {
        check(null, PagesToVisit.with(PagesToVisit.DECISIONS, decisionsOnDisk()));
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
        check(null, PagesToVisit.TAMPERED);
    }

    /** Shows decisions on disk, and returns their ids. */
    private Map<String, String> decisionsOnDisk() {
        var page = browser.enter(login.openAt(server), wide("en"));
        page.navigate(server.resolve("/console/decisions/none").toString());
        page.context().close();
        if (made == null) {
            made = DecisionRecords.into(decisions.folder());
        }
        decisions.lookAtDisk();
        return Map.of("refused", made.refused(), "held", made.held(), "released", made.released());
    }

    @Test
    void pagesOfWork() {
        var ids = workThatWaits();
        stage.share("Refusals", "/console/decisions?outcome=refuse");
        check("x.all", PagesToVisit.with(PagesToVisit.WORK, ids));
        check("r.one", PagesToVisit.with(PagesToVisit.REVIEWER, ids));
    }

    private Map<String, String> workThatWaits() {
        return Map.of(
                "review", stage.hold(),
                "proposal", stage.propose("hope", "access_control").id(),
                "appeal", stage.appeal("We have a court order of 12 November for this person.\nCase 2026-114."),
                "authorisation", stage.authorise(Instant.now().plusSeconds(50_000), "stop_on_rejection"),
                "stop", stage.stop("m.roe"));
    }

    @Test
    void pagesOfCallersAndOfStrangers() {
        people.sampleRecords();
        people.addRecords(registry.recordsOfTheAppeal());
        check("j.kim", PagesToVisit.with(PagesToVisit.MEMBER, Map.of("own", PeopleOfTheConsole.OWN_REFUSAL)));
        for (var language : List.of("en", "fr")) {
            visit(browser.stranger(wide(language)), language, PagesToVisit.STRANGER);
        }
    }

    /** Each role, in both languages: the page at every address, or a clear refusal; and the own first page whole. */
    @Test
    void everyRoleGetsItsPagesAndAClearRefusalOfOthers() {
        var ids = new LinkedHashMap<>(workThatWaits());
        ids.putAll(Map.of("own", PeopleOfTheConsole.OWN_REFUSAL, "refused", SampleRecords.POLICE));
        ids.putAll(Map.of("held", SampleRecords.RESCUE, "released", SampleRecords.OPEN));
        var addresses = PagesToVisit.with(List.copyOf(PagesToVisit.all()), ids).stream()
                .filter(address -> !address.contains("login") && !address.contains("logout"))
                .toList();
        for (var role : Role.values()) {
            people.register("p." + role.word(), role);
            for (var language : List.of("en", "fr")) {
                var page = browser.enter(server, "p." + role.word(), wide(language));
                var found = (List<?>) page.evaluate(FETCH, addresses);
                for (int i = 0; i < addresses.size(); i++) {
                    isPageOrRefusal(role, language, addresses.get(i), (List<?>) found.get(i));
                }
                // Those of the others are read above.
                boolean isSeenElsewhere = role == Role.MEMBER || role == Role.REVIEWER;
                if (isSeenElsewhere || language.equals(role.ordinal() % 2 == 0 ? "en" : "fr")) {
                    page.context().close();
                } else {
                    visit(page, language, List.of(URI.create(page.url()).getPath()));
                }
            }
        }
    }

    private static void isPageOrRefusal(Role role, String language, String address, List<?> got) {
        var what = role + " at " + address;
        var path = address.split("\\?", 2)[0];
        boolean may = path.equals("/log/verify")
                || path.equals("/console/nothing")
                || ConsolePage.of(path).orElse(ConsolePage.DECISIONS).rights().stream()
                        .anyMatch(role.rights()::contains);
        var status = ((Number) got.getFirst()).intValue();
        assertThat(got.get(1)).as(what).isEqualTo(language);
        if (may && status == 403) {
            assertThat(path)
                    .as("%s: an entry of the inbox can need another right than the inbox", what)
                    .startsWith("/console/work/");
        } else if (may) {
            // A row that was changed past Facegate is no page.
            assertThat(status).as(what).isIn(200, 400, 404, path.endsWith("/forged") ? 500 : 200);
        } else if (ConsolePage.OVERVIEW.contains(address)) {
            assertThat(got.get(2)).as(what).asString().doesNotEndWith("/console");
        } else {
            assertThat(status).as(what).isEqualTo(403);
        }
    }

    /** The status, the language and the address of what is found at each address. */
    private static final String FETCH = """
        addresses => Promise.all(addresses.map(async address => {
          const answer = await fetch(address);
          const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
          return [answer.status, page.documentElement.lang, answer.url];
        }))\
        """;

    /** Broken controls: what is too wide for a phone, a button on paper, controls that cannot be seen or reached in order. */
    @Test
    void aPageThatDoesNotFitIsFound() {
        var page = browser.enter(login.openAt(server), wide("en"));
        assertThat(PageLook.onPaper(page)).isEmpty();
        assertThat(PageLook.unreachable(page)).isEmpty();
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a class=bare href=x>Bare</a>"
                + "<span role=button>No control</span><a href=y tabindex=3>First</a>"
                + "<div class=print><button>Print me</button></div><p class=broad>Broad</p>');"
                + " document.querySelector('.bare').style.outline = 'none';"
                + " document.querySelector('.print button').style.setProperty('display', 'inline', 'important');"
                + " document.querySelector('.broad').style.width = '2000px'");
        assertThat(PageLook.unreachable(page))
                .anyMatch(said -> said.startsWith("no outline: <a class=\"bare\""))
                .anyMatch(said -> said.startsWith("no control: <span role=\"button\""))
                .anyMatch(said -> said.startsWith("out of order: <a href=\"y\""));
        assertThat(PageLook.onPaper(page))
                .anyMatch(said -> said.contains("Print me"))
                .anyMatch(said -> said.startsWith("too wide for paper"));
        page.setViewportSize(360, 900);
        assertThat(PageLook.tooWide(page)).isNotEmpty();
        page.context().close();
    }

    /** Broken control: the same page with a script that is as large as no page may be. */
    @Test
    void aHeavyPageIsFound() {
        var page = browser.enter(login.openAt(server), wide("en"));
        var weight = PageWeight.of(page);
        page.navigate(server.resolve("/console/policies").toString());
        assertThat(weight.bytes()).isBetween(5_000, PageWeight.MOST);
        page.route(
                "**/htmx.js",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody("// ".repeat(60_000))));
        weight.restart();
        page.navigate(server.resolve("/console/policies").toString());
        assertThat(weight.bytes()).isGreaterThan(PageWeight.MOST);
        page.context().close();
    }

    /**
     * Visits pages in each language. Each whole page fits a phone, and paper without its menu and buttons; the focus of
     * each control is seen, in the order of the page; and it is weighed. Axe reads some of each kind of element, since a
     * list of fifty lines takes it ten times as long as one of five: the page wide and light, the colours of the dark
     * page, and the page on a phone in each language, where colours are those of the English page. In the long run it reads each page whole too.
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
        var weight = PageWeight.of(page);
        for (var path : paths) {
            look(page, looks().get("wide"), ColorScheme.LIGHT);
            weight.restart();
            open(page, language, path);
            var name = path + ' ' + language;
            found.put(name + " focus", PageLook.unreachable(page));
            found.put(name + " paper", PageLook.onPaper(page));
            boolean isEnglish = language.equals("en");
            if (isEnglish && ReducedTries.inTheLongRun()) {
                found.put(name + " whole", AxeCheck.violations(page));
            }
            if (isEnglish) {
                picture(page, path, "wide");
            }
            look(page, looks().get("phone"), ColorScheme.LIGHT);
            found.put(name + " width", PageLook.tooWide(page));
            if (isEnglish) {
                picture(page, path, "phone");
            }
            AxeCheck.keepSomeOfEachKind(page);
            found.put(name + " phone", isEnglish ? AxeCheck.violations(page) : AxeCheck.violationsBesideColours(page));
            if (isEnglish) {
                readWide(page, name, found);
            }
            found.put(name + " weight", weight.tooHeavy());
        }
        page.context().close();
        found.values().removeIf(List::isEmpty);
        assertThat(found).isEmpty();
    }

    /** Opens a page in that language, with all that it loads later, and unfolds what is folded. */
    private void open(Page page, String language, String path) {
        var answer = page.navigate(server.resolve(path).toString());
        // A stranger is asked to log in at "/console".
        if (!path.equals("/console") && MISTAKES.stream().noneMatch(path::contains)) {
            assertThat(answer.status()).as(path).isEqualTo(path.equals(PagesToVisit.REFUSED) ? 403 : 200);
        }
        page.waitForCondition(
                () -> page.locator(".waiting[hx-get]").count() == 0,
                new Page.WaitForConditionOptions().setTimeout(120_000));
        assertThat(page.locator("html").getAttribute("lang")).as(path).isEqualTo(language);
        if (path.startsWith("/console")) {
            assertThat(PageTerms.unexplained(page.content())).as(path).isEmpty();
        }
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
    }

    /** Colours do not depend on the language. */
    private static void readWide(Page page, String name, Map<String, List<String>> found) {
        look(page, looks().get("wide"), ColorScheme.LIGHT);
        found.put(name + " wide", AxeCheck.violations(page));
        look(page, looks().get("wide"), ColorScheme.DARK);
        found.put(name + " dark", AxeCheck.contrastViolations(page));
    }

    private static void picture(Page page, String path, String look) {
        var name = name(path, look);
        ConsoleBrowser.picture(page, name);
        assertThat(ConsoleBrowser.pictureFile(name)).as(name).exists().isNotEmptyFile();
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
