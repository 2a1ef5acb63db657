package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.facegate.testkit.Chromium;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console as an officer meets it: in a real Chromium, wide and narrow, light and dark, with and without JavaScript. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class ConsoleInChromiumTest {
    private static final Path PICTURES = Path.of("target/screenshots");

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    ConsoleLogin login;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    /** What the browser says of an answer that a test provoked. */
    private String expected = "nothing";

    @BeforeEach
    void aDayOfRecords() {
        SampleRecords.into(rooms.archive);
    }

    @AfterEach
    void theBrowserHasNoComplaint() {
        context.close();
        assertThat(complaints).allMatch(line -> line.matches(expected)).hasSizeLessThan(4);
    }

    @Test
    void anOfficerFindsARefusalAndReadsIt() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        assertThat(page.url()).endsWith("/console/decisions");
        picture(page, "list-light");
        page.getByLabel("Organisation", new Page.GetByLabelOptions().setExact(true))
                .fill("riverside-police");
        page.getByLabel("Outcome").selectOption("Refused");
        page.waitForURL("**/console/decisions?organisation=riverside-police&outcome=refuse");
        shows(page.locator("#count")).hasText("Showing one decision.");
        shows(page.locator("tbody tr")).hasCount(1);
        shows(page.locator("tbody tr")).containsText("Refused");
        shows(page.locator("tbody tr")).containsText("Locate faces");
        picture(page, "list-filtered");
        page.locator("tbody a").first().click();
        page.waitForURL("**/console/decisions/*");
        shows(page.locator("h1")).hasText("Decision of 24 November 2026 at 09:13:02 UTC");
        for (var said : List.of(
                "What was asked",
                "riverside-police",
                "The call was refused: a moratorium applies.",
                "Nothing was sent")) {
            shows(page.locator(".story")).containsText(said);
        }
        page.getByText("The decision, as recorded").click();
        page.getByText("steps from the leaf").click();
        shows(page.locator("pre")).containsText("\"verdict\" : \"refuse\"");
        picture(page, "decision-light");
        page.goBack();
        page.waitForURL("**/console/decisions?organisation=riverside-police&outcome=refuse");
        shows(page.getByLabel("Organisation", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("riverside-police");
    }

    @Test
    void filtersNeedNoPageLoadAndTheBackKeyUndoesThem() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.evaluate("window.samePage = true");
        page.getByLabel("Capability").selectOption("identify");
        page.waitForURL("**/console/decisions?capability=identify");
        assertThat(page.evaluate("window.samePage")).isEqualTo(true);
        shows(page.locator("tbody tr")).hasCount(1);
        page.goBack();
        page.locator("tbody tr").nth(49).waitFor();
        assertThat(page.url()).endsWith("/console/decisions");
        shows(page.getByLabel("Capability")).hasValue("");
        expected = ".*status of 400.*";
        page.getByLabel("Purpose").fill("<b>");
        page.getByLabel("Purpose").press("Enter");
        page.getByText("These filters cannot be used").waitFor();
        shows(page.locator("#problems")).containsText("Purpose may contain only letters");
    }

    @Test
    void anOfficerReadsItInFrench() {
        var page = enter(new Browser.NewContextOptions().setLocale("fr-FR").setViewportSize(1280, 900));
        shows(page.locator("h1")).hasText("Décisions");
        page.getByLabel("Issue").selectOption("Refusé");
        page.waitForURL("**/console/decisions?outcome=refuse");
        shows(page.locator("#count")).hasText("Une décision affichée.");
        picture(page, "list-french");
        page.locator("tbody a").first().click();
        page.waitForURL("**/console/decisions/*");
        for (var said : List.of("Ce qui a été demandé", "a demandé à repérer des visages", "un moratoire s’applique")) {
            shows(page.locator(".story")).containsText(said);
        }
        picture(page, "decision-french");
        page.goBack();
        page.waitForURL("**/console/decisions?outcome=refuse");
        page.getByText("English").click();
        page.waitForURL("**/console/decisions?outcome=refuse");
        shows(page.locator("h1")).hasText("Decisions");
        shows(page.locator("html")).hasAttribute("lang", "en");
        page.navigate(server.resolve("/console/decisions").toString());
        shows(page.locator("h1")).hasText("Decisions");
    }

    @Test
    void everythingWorksWithoutJavaScript() {
        var page = enter(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(1280, 900));
        page.getByLabel("Outcome").selectOption("Refused");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Show").setExact(true))
                .click();
        page.waitForURL("**/console/decisions?outcome=refuse");
        shows(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody a").first().click();
        page.locator("details:has(pre) > summary").click();
        shows(page.locator("pre")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                .click();
        shows(page.locator("h1")).hasText("You are logged out");
    }

    @Test
    void aPhoneNeverScrollsSideways() {
        expected = ".*status of (400|401).*";
        SampleRecords.hostileInto(rooms.archive);
        rooms.archive.add(SampleRecords.refuse("long", "organisation".repeat(40)));
        var page = enter(new Browser.NewContextOptions().setViewportSize(360, 740));
        page.locator("tbody tr").nth(5).scrollIntoViewIfNeeded();
        picture(page, "narrow-rows");
        for (var path : List.of(
                "/console",
                "/console/decisions?organisation=" + "a".repeat(128),
                "/console/decisions?colour=red",
                "/console/decisions/long",
                "/console/decisions/" + SampleRecords.HOSTILE,
                "/console/decisions/" + SampleRecords.POLICE,
                "/console/login")) {
            page.navigate(server.resolve(path).toString());
            page.locator("summary").all().forEach(summary -> summary.click());
            ConsoleBrowser.fits(page, path);
            picture(page, "narrow" + path.replaceAll("[^a-z]+", "-").replaceAll("a{9,}", "a"));
        }
    }

    @Test
    void noWidthCutsAnythingOff() {
        SampleRecords.hostileInto(rooms.archive);
        rooms.archive.add(SampleRecords.refuse("long", "organisation".repeat(40)));
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        for (int width : new int[] {1280, 1000, 961, 959, 700, 320}) {
            page.setViewportSize(width, 800);
            ConsoleBrowser.fits(page, "the page at width " + width);
            assertThat(page.evaluate("[...document.querySelectorAll('td, tbody th')].filter(one => one.scrollWidth >"
                            + " one.clientWidth + 1).length"))
                    .as("cells cut off at %d", width)
                    .isEqualTo(0);
            picture(page, "width-" + width);
        }
    }

    @Test
    void permittedAndRefusedReadInTheDarkAndWithoutColour() {
        var page = enter(
                new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK).setViewportSize(1280, 900));
        picture(page, "list-dark");
        assertThat(contrast(page, ".verdict.permit")).isGreaterThan(4.5);
        assertThat(contrast(page, ".verdict.refuse")).isGreaterThan(4.5);
        shows(page.locator(".verdict.permit").first()).hasText("Permitted");
        assertThat(page.locator(".verdict.refuse path").first().getAttribute("d"))
                .isNotEqualTo(page.locator(".verdict.permit path").first().getAttribute("d"));
        page.navigate(
                server.resolve("/console/decisions/" + SampleRecords.RESCUE).toString());
        picture(page, "decision-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(contrast(page, ".verdict.permit")).isGreaterThan(4.5);
        assertThat(contrast(page, ".story h2")).isGreaterThan(4.5);
    }

    @Test
    void theKeyboardAloneReachesADecision() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.keyboard().press("Tab");
        shows(page.locator("a:focus")).hasText("Skip to the content");
        page.keyboard().press("Enter");
        for (int i = 0; i < 40 && !focusIsOnADecision(page); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(focusIsOnADecision(page)).isTrue();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/decisions/*");
        shows(page.locator("input:not([id]), select:not([id])")).hasCount(0);
    }

    @Test
    void anEndedSessionLeadsToThePageThatSaysHowToGetIn() {
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900));
        expected = ".*(status of 401|Response Status Error Code 401).*";
        context.clearCookies();
        page.getByLabel("Outcome").selectOption("Refused");
        page.getByText("Please log in").waitFor();
        picture(page, "login");
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
        page.navigate(server.resolve("/console/decisions").toString());
        return page;
    }

    /** Assertions about a part of the page that wait, as a click returns before the page that it leads to is there. */
    private static LocatorAssertions shows(Locator part) {
        return PlaywrightAssertions.assertThat(part);
    }

    private static boolean focusIsOnADecision(Page page) {
        return (Boolean) page.evaluate("document.activeElement.matches('tbody a')");
    }

    /** The contrast of WCAG 2 between an element's text and what is painted behind it. */
    private static double contrast(Page page, String selector) {
        return ((Number) page.locator(selector).first().evaluate("""
            element => {
              const parts = colour => colour.match(/[\\d.]+/g).map(Number);
              const light = colour => parts(colour).slice(0, 3).map(c => c / 255)
                  .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              let behind = element;
              while ((parts(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
              const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)];
              return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            }\
            """)).doubleValue();
    }

    /** For a person to look at; a page much longer than a screen is cut off at the screen. */
    private static void picture(Page page, String name) {
        var tall = ((Number) page.evaluate("document.documentElement.scrollHeight")).intValue() > 2400;
        page.screenshot(new Page.ScreenshotOptions()
                // Hiding the caret leaves an empty style in the page, which htmx copies and the policy refuses.
                .setCaret(ScreenshotCaret.INITIAL)
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(!tall));
    }
}
