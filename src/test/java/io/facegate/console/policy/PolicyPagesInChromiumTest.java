package io.facegate.console.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleBrowser;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.ConsoleRooms;
import io.facegate.testkit.Chromium;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages about policies as an officer meets them, in a real Chromium. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class PolicyPagesInChromiumTest {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final List<String> PAGES = List.of(
            "/console/policies",
            "/console/policies/eu-ai-act-post-remote",
            "/console/policies/eu-ai-act-post-remote/authorisation",
            "/console/policies/history",
            "/console/calendar",
            "/console/calendar?on=2027-12-02",
            "/console/calendar?on=never",
            "/console/calendar?year=2020",
            "/console/try",
            "/console/try?capability=identify&type=law_enforcement.police&purpose=suspect_identification",
            "/console/try?capability=x");
    private static final Locator.WaitForOptions SLOW = new Locator.WaitForOptions().setTimeout(60_000);

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    PolicyRooms policies;

    @Inject
    ConsoleLogin login;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private String older = "";

    /** Two revisions: before the last, the AI Act's date was another, and one pack was missing. */
    @BeforeEach
    void twoRevisions() {
        var files = PolicyRooms.shipped();
        files.keySet().removeIf(name -> name.startsWith("ring-familiar"));
        files.computeIfPresent(
                "eu-ai-act-post-remote.yaml",
                (name, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                        .replace("2027-12-02", "2028-02-02")
                        .getBytes(StandardCharsets.UTF_8));
        older = policies.load(files).digest();
        policies.load(PolicyRooms.shipped());
        rooms.archive.clear();
        rooms.archive.add(loaded(older, "2026-11-01T08:00:00Z"));
        rooms.archive.add(loaded(policies.digest(), "2026-11-20T09:30:00Z"));
        rooms.archive.add(loaded(policies.digest(), "2026-11-24T07:15:00Z"));
    }

    static String loaded(String digest, String time) {
        return "{\"act\":\"policies_loaded\",\"id\":\"0199c3f2-7a10-7c55-9f3e-2b9a51d0000a\",\"kind\":\"ADMIN\",\"subject\":\""
                + digest + "\",\"time\":\"" + time + "\"}";
    }

    @AfterEach
    void theBrowserHasNoComplaint() {
        context.close();
        assertThat(complaints).allMatch(line -> line.matches(".*status of 400.*"));
    }

    /** From the menu it is one step: the days to come stand at the top, each with its answer. */
    @Test
    void theCalendarAnswersEachDayToComeAtOnce() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Calendar").setExact(true))
                .click();
        var row =
                page.locator(".days-ahead tbody tr").filter(new Locator.FilterOptions().setHasText("2 December 2027"));
        shows(row).containsText("8 rules begin.");
        row.getByText("2 groups of calls become impossible.").waitFor(SLOW);
        var box = row.boundingBox();
        assertThat(box.y + box.height).as("within the first screen").isLessThan(900);
        row.getByRole(AriaRole.LINK).click();
        page.waitForURL("**/console/calendar?on=2027-12-02");
        shows(page.locator("#day")).hasText("2 December 2027");
    }

    /** By Tab, Enter and typing alone. */
    @Test
    void anOfficerAsksWhatChangesOnADay() {
        var page = enter(new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1280, 900));
        press(page, ".menu a[href='/console/calendar']");
        page.waitForURL("**/console/calendar");
        ConsoleBrowser.focus(page, "#on");
        page.keyboard().type("12022027");
        press(page, ".field.go button");
        page.waitForURL("**/console/calendar?on=2027-12-02");
        shows(page.locator("#day")).hasText("2 December 2027");
        shows(page.locator(".answer").first()).containsText("8 rules begin.");
        page.locator(".changes").waitFor(SLOW);
        shows(page.locator(".answer").first())
                .containsText("2 groups of calls become impossible, and none becomes possible.");
        press(page, ".changes summary");
        shows(page.locator(".changes li").first()).containsText("2,976 combinations of type of organisation, purpose");
        press(page, ".changes li:first-child a.more");
        page.waitForURL("**/console/try?*");
        shows(page.locator("#verdict")).containsText("Would be refused");
        shows(page.locator("#result")).containsText("eu-ai-act-post-remote/authorisation");
    }

    private static void press(Page page, String selector) {
        ConsoleBrowser.focus(page, selector);
        page.keyboard().press("Enter");
    }

    @Test
    void anOfficerTriesACallByKeyboardAlone() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.navigate(server.resolve("/console/try").toString());
        page.getByLabel("What the call does").focus();
        page.keyboard().type("Compare");
        page.keyboard().press("Tab");
        page.keyboard().type("Verify the identity");
        page.keyboard().press("Tab");
        page.keyboard().type("Regulated");
        page.getByLabel("Place", new Page.GetByLabelOptions().setExact(false))
                .first()
                .focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/try?capability=verify&purpose=onboarding_kyc&type=bank&provider=rekognition");
        shows(page.locator("#result")).containsText("This is a trial.");
        shows(page.locator("input:not([id]):not([type=checkbox]), select:not([id])"))
                .hasCount(0);
    }

    @Test
    void theDifferenceOfTwoRevisionsIsOneClickAway() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.navigate(server.resolve("/console/policies").toString());
        press(page, "main a[href='/console/policies/history']");
        page.waitForURL("**/console/policies/history");
        press(page, "table a[href*='from=']");
        page.locator(".changes").waitFor(SLOW);
        shows(page.locator("#analysed")).containsText("One pack was added: ring-familiar-faces.");
        shows(page.locator("#analysed")).containsText("groups of calls become impossible.");
        picture(page, "policy-difference");
    }

    @Test
    void everyPageHasAPictureAndHeadingsInOrder() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        for (var path : PAGES) {
            page.navigate(server.resolve(path).toString());
            waitForAnalysis(page);
            assertThat(headingsInOrder(page)).as(path).isTrue();
            assertThat(page.locator("h1").count()).as(path).isEqualTo(1);
            picture(page, "policy" + path.replaceAll("[^a-z0-9]+", "-"));
        }
    }

    @Test
    void withoutJavaScriptThePageIsReloadedByHand() {
        var page = enter(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(1280, 900));
        page.navigate(server.resolve("/console/calendar?on=2027-12-02").toString());
        for (int i = 0; i < 100 && page.locator(".waiting").count() > 0; i++) {
            page.waitForTimeout(200);
            page.getByText("Reload", new Page.GetByTextOptions().setExact(true)).click();
        }
        shows(page.locator(".answer").first()).containsText("become impossible");
    }

    @Test
    void aPhoneNeverScrollsSideways() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(360, 740));
        for (var path : PAGES) {
            page.navigate(server.resolve(path).toString());
            waitForAnalysis(page);
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
            ConsoleBrowser.fits(page, path);
            picture(page, "narrow-policy" + path.replaceAll("[^a-z0-9]+", "-"));
        }
    }

    @Test
    void everyPageReadsInTheDark() {
        var page = enter(new Browser.NewContextOptions()
                .setColorScheme(ColorScheme.DARK)
                .setLocale("fr-FR")
                .setViewportSize(1280, 900));
        for (var path : List.of(PAGES.get(2), PAGES.get(5), PAGES.get(9))) {
            page.navigate(server.resolve(path).toString());
            waitForAnalysis(page);
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo("fr");
            picture(page, "dark-policy" + path.replaceAll("[^a-z0-9]+", "-"));
        }
    }

    private static boolean headingsInOrder(Page page) {
        return (Boolean) page.evaluate("""
            () => {
              const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]));
              return levels[0] === 1 && levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1);
            }\
            """);
    }

    private static void waitForAnalysis(Page page) {
        page.waitForCondition(
                () -> page.locator(".waiting").count() == 0, new Page.WaitForConditionOptions().setTimeout(60_000));
    }

    private Page enter(Browser.NewContextOptions options) {
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
        return page;
    }

    private static LocatorAssertions shows(Locator part) {
        return PlaywrightAssertions.assertThat(part);
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }
}
