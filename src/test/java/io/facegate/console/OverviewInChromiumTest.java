package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.facegate.ledger.audit.AuditState;
import io.facegate.testkit.Chromium;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overview, the integrity page and the tools of the list, in a real Chromium. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class OverviewInChromiumTest {
    private static final Path PICTURES = Path.of("target/screenshots");

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    OverviewInMemory overview;

    @Inject
    ConsoleLogin login;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;

    @BeforeEach
    void aMonth() {
        MonthOfRecords.into(rooms.archive);
        rooms.audited = new AuditState(
                new AuditState.CleanPass(Instant.now().minus(Duration.ofMinutes(12)), 500), 500, 500, null, null, null);
        overview.waiting = new WorkCounts(2L, 0L, 1L, 1L, 0L);
        var now = Instant.now();
        overview.ending = new UpcomingEnd.Found(
                List.of(
                        new UpcomingEnd(
                                UpcomingEnd.Kind.EVIDENCE, "riverside-police", "w-1187", now.plus(Duration.ofDays(3))),
                        new UpcomingEnd(UpcomingEnd.Kind.KEY, "harbour-bank", "FGKEY7Q2", now.plus(Duration.ofDays(9))),
                        new UpcomingEnd(
                                UpcomingEnd.Kind.RULE, "", "eu-ai-act/transition", now.plus(Duration.ofDays(20)))),
                List.of());
    }

    @AfterEach
    void theBrowserHasNoComplaint() {
        context.close();
        assertThat(complaints).isEmpty();
        rooms.audited = AuditState.NONE;
        overview.waiting = new WorkCounts(0L, 0L, 0L, 0L, 0L);
        overview.ending = new UpcomingEnd.Found(List.of(), List.of());
    }

    private String month() {
        return "/console?" + MonthOfRecords.PERIOD;
    }

    @Test
    void anOfficerSeesTheMonthAndOpensTheListBehindEachNumber() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900), month());
        picture(page, "overview-light");
        shows(page.locator(".bars li")).hasCount(30);
        var refused = page.locator(".totals .refuse b").textContent();
        page.locator(".totals .refuse a").click();
        page.waitForURL("**/console/decisions?*outcome=refuse*");
        shows(page.locator("#count")).containsText(refused + " match in all");
        page.goBack();
        page.locator(".breakdowns tbody tr td:last-child a").first().click();
        page.waitForURL("**/console/decisions?*outcome=refuse*rule=*");
        shows(page.locator("tbody tr").first()).containsText("Refused");
    }

    @Test
    void eachBarLeadsToTheDecisionsOfItsDayAndDraggingChoosesDays() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900), month());
        var bar = page.locator(".bars a").nth(2);
        shows(bar.locator("title")).containsText("28 Oct 2026: ");
        bar.focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/decisions?from=2026-10-28&until=2026-10-28&sandbox=no");
        page.goBack();
        page.waitForURL("**/console?*");
        var first = page.locator(".bars li").nth(3).boundingBox();
        var last = page.locator(".bars li").nth(9).boundingBox();
        page.mouse().move(first.x + first.width / 2, first.y + 80);
        page.mouse().down();
        page.mouse().move(last.x + last.width / 2, last.y + 80);
        page.mouse().up();
        page.waitForURL("**/console?from=2026-10-29&until=2026-11-04");
        shows(page.locator(".bars li")).hasCount(7);
    }

    @Test
    void itReadsInFrenchAndInTheDark() {
        var page = enter(
                new Browser.NewContextOptions()
                        .setLocale("fr-CH")
                        .setColorScheme(ColorScheme.DARK)
                        .setViewportSize(1280, 900),
                month());
        shows(page.locator("h1")).hasText("Vue d’ensemble");
        picture(page, "overview-french-dark");
    }

    @Test
    void anOfficerSeesHowTheLogStandsAndWhoLooked() {
        for (int i = 0; i < 3; i++) {
            rooms.archive.add(act("view", "0199c001-7a10-7c55-9f3e-00000000000" + i, i));
        }
        rooms.archive.add(act("export", "csv/5f2a5f2a", 4));
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900), "/console/integrity");
        picture(page, "integrity-light");
        page.getByText("Decisions viewed").click();
        page.waitForURL("**/console/integrity/acts/view");
        shows(page.locator("tbody tr")).hasCount(3);
        shows(page.locator("tbody tr").first()).containsText("m.roe");
        picture(page, "integrity-acts");
    }

    private static String act(String act, String subject, int second) {
        return """
            {"act":"%s","build":"0.1.0","id":"0199d000-7a10-7c55-9f3e-00000000000%d","kind":"ADMIN","person":"c0ffee",\
            "schema":"facegate.record/2","subject":"%s","time":"2026-11-24T17:00:0%d.000Z"}\
            """.formatted(act, second, subject, second);
    }

    @Test
    void aListHasItsToolsAndRemembersOneByName() {
        var page =
                enter(new Browser.NewContextOptions().setViewportSize(1280, 900), "/console/decisions?outcome=refuse");
        page.getByText("More filters").click();
        picture(page, "list-tools");
        page.getByLabel("Save this list as").fill("Refusals <b>");
        page.getByLabel("Save this list as").press("Enter");
        shows(page.locator("#views li")).hasCount(1);
        shows(page.locator("#views a")).hasText("Refusals <b>");
        page.navigate(server.resolve("/console/decisions").toString());
        page.locator("#views a").click();
        page.waitForURL("**/console/decisions?outcome=refuse");
        page.getByLabel("Remove Refusals <b>").click();
        shows(page.locator("#views")).isHidden();
        page.evaluate(
                "localStorage.setItem('facegate.views', JSON.stringify([{name: 'x', address: 'javascript:alert(1)'},"
                        + " 7]))");
        page.reload();
        shows(page.locator("#views")).isHidden();
        page.getByText("More filters").click();
        shows(page.getByLabel("Case number")).isVisible();
    }

    @Test
    void aListRefreshesItselfWhenAsked() {
        var page =
                enter(new Browser.NewContextOptions().setViewportSize(1280, 900), "/console/decisions?code=moratorium");
        assertThat(page.locator("#results").getAttribute("hx-trigger")).isNull();
        page.getByText("Refresh this list by itself").click();
        page.waitForURL("**&live=yes");
        var before = page.locator("tbody tr").first().textContent();
        rooms.archive.add(SampleRecords.refuse("0199f000-7a10-7c55-9f3e-000000000001", "just-now"));
        shows(page.locator("tbody tr").first())
                .containsText("just-now", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
        assertThat(before).doesNotContain("just-now");
        page.locator(".tools").getByText("Stop").click();
        page.waitForURL("**/console/decisions?code=moratorium");
    }

    @Test
    void aPhoneNeverScrollsSideways() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(360, 740), month());
        for (var path : List.of(
                month(),
                "/console?from=2025-01-01&until=2026-11-24",
                "/console/decisions?code=moratorium",
                "/console/integrity",
                "/console/integrity/acts/view")) {
            page.navigate(server.resolve(path).toString());
            page.locator("summary").all().forEach(summary -> summary.click());
            ConsoleBrowser.fits(page, path);
            picture(page, "narrow-new" + path.replaceAll("[^a-z]+", "-"));
        }
    }

    private Page enter(Browser.NewContextOptions options, String path) {
        context = Chromium.context(options);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().matches("error|warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(server.toString())) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
        page.navigate(login.openAt(server).toString());
        assertThat(page.url()).as("the first page").endsWith("/console");
        page.navigate(server.resolve(path).toString());
        return page;
    }

    /** Assertions about a part of the page that wait, as a click returns before the page that it leads to is there. */
    private static LocatorAssertions shows(Locator part) {
        return PlaywrightAssertions.assertThat(part);
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }
}
