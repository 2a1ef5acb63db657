package io.facegate.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleBrowser;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.ConsoleRooms;
import io.facegate.ledger.audit.AuditState;
import io.facegate.testkit.Chromium;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** The pages of reports and organisations in a real Chromium: wide, narrow, dark, in French, by keyboard and on paper. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class ReportsInChromiumTest {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final String QUARTER = "/console/reports?from=2026-07-01&until=2026-09-30";

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleLogin login;

    @Inject
    ConsoleRooms rooms;

    @Test
    void anOfficerReadsTheQuarterAndTakesItAsFiles() throws IOException {
        rooms.audited = new AuditState(new AuditState.CleanPass(Instant.now(), 10_000), 0, 0, null, null, null);
        var complaints = new ArrayList<String>();
        var page = enter(new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1280, 900), complaints);
        press(page, ".menu a[href='/console/reports']");
        page.waitForURL("**/console/reports");
        ConsoleBrowser.focus(page, "#from");
        page.keyboard().type("07012026");
        ConsoleBrowser.focus(page, "#until");
        page.keyboard().type("09302026");
        page.keyboard().press("Enter");
        page.waitForURL("**" + QUARTER);
        PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Transparency report: third quarter of 2026");
        picture(page, "reports");
        PlaywrightAssertions.assertThat(page.locator("#refusals tbody tr")).hasCount(1);
        for (var file : List.of("csv", "pdf")) {
            ConsoleBrowser.focus(page, ".report-files a[href*='." + file + "']");
            var taken = page.waitForDownload(() -> page.keyboard().press("Enter"));
            assertThat(taken.suggestedFilename()).endsWith("." + file);
            assertThat(Files.size(taken.path())).isGreaterThan(1000);
        }
        assertThat(complaints).isEmpty();
        press(page, "#refusals tbody a");
        page.waitForURL("**/console/decisions?*rule=amazon-rekognition-2020%2Fpolice*");
        page.context().close();
    }

    private static void press(Page page, String selector) {
        ConsoleBrowser.focus(page, selector);
        page.keyboard().press("Enter");
    }

    @Test
    void noWidthScrollsSidewaysAndPaperShowsTheReportOnly() {
        rooms.audited = AuditState.NONE;
        var complaints = new ArrayList<String>();
        var page = enter(
                new Browser.NewContextOptions()
                        .setViewportSize(1280, 900)
                        .setLocale("fr-FR")
                        .setColorScheme(ColorScheme.DARK),
                complaints);
        page.navigate(server.resolve(QUARTER).toString());
        picture(page, "reports-french-dark");
        for (int width : new int[] {1440, 960, 700, 360, 320}) {
            page.setViewportSize(width, 800);
            ConsoleBrowser.fits(page, "the page at width " + width);
        }
        page.setViewportSize(360, 800);
        picture(page, "reports-narrow");
        page.setViewportSize(1000, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        PlaywrightAssertions.assertThat(page.locator(".report-period")).isHidden();
        PlaywrightAssertions.assertThat(page.locator(".menu")).isHidden();
        picture(page, "reports-print");
        assertThat(complaints).isEmpty();
        page.context().close();
    }

    /** What leads to a table stays with it, wherever pages end. */
    @Test
    void noHeadingStandsAloneAtTheFootOfAPrintedPage() throws Exception {
        rooms.audited = AuditState.NONE;
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900), new ArrayList<>());
        page.navigate(server.resolve(QUARTER).toString());
        var leads = page
                .locator(".report-section:has(table) > :is(h2, p), .report-section caption, .report-section thead")
                .allTextContents()
                .stream()
                .map(ReportsInChromiumTest::letters)
                .toList();
        assertThat(leads).hasSizeGreaterThan(15);
        int feet = 0;
        for (int height = 400; height <= 900; height += 50) {
            var options = new Page.PdfOptions().setWidth("794px").setHeight(height + "px");
            try (var printed = Loader.loadPDF(page.pdf(options))) {
                for (int number = 1; number < printed.getNumberOfPages(); number++) {
                    var foot = letters(foot(printed, number));
                    assertThat(leads).as("page %d of height %d", number, height).noneMatch(lead -> lead.endsWith(foot));
                    feet++;
                }
            }
        }
        assertThat(feet).isGreaterThan(20);
        page.context().close();
    }

    /** The last line of a printed page, above its number. */
    private static String foot(PDDocument printed, int number) throws IOException {
        var text = new PDFTextStripper();
        text.setStartPage(number);
        text.setEndPage(number);
        text.setSortByPosition(true);
        var lines = text.getText(printed)
                .lines()
                .filter(line -> !line.isBlank() && !line.matches(" *[0-9]+ / [0-9]+ *"))
                .toList();
        return lines.getLast();
    }

    private static String letters(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void organisationsAreFoundAndRead() {
        rooms.audited = new AuditState(new AuditState.CleanPass(Instant.now(), 10_000), 0, 0, null, null, null);
        var complaints = new ArrayList<String>();
        var page = enter(new Browser.NewContextOptions().setViewportSize(1280, 900), complaints);
        page.locator("nav.menu").getByText("Organisations").click();
        picture(page, "organisations");
        page.getByLabel("Name, id or type").fill("hope");
        page.getByLabel("Name, id or type").press("Enter");
        page.waitForURL("**/console/organisations?name=hope");
        page.locator("tbody a").first().click();
        page.waitForURL("**/console/organisations/hope");
        picture(page, "organisation");
        page.getByText("Show what it may do").click();
        page.waitForURL("**/permissions");
        picture(page, "organisation-permissions");
        for (var path : List.of("", "/hope", "/hope/permissions", "/hostile")) {
            page.navigate(server.resolve("/console/organisations" + path).toString());
            for (int width : new int[] {1440, 960, 360, 320}) {
                page.setViewportSize(width, 800);
                ConsoleBrowser.fits(page, path + " at width " + width);
            }
        }
        assertThat(complaints).isEmpty();
        page.context().close();
    }

    private Page enter(Browser.NewContextOptions options, List<String> complaints) {
        var page = Chromium.context(options).newPage();
        page.onConsoleMessage(message -> {
            if (message.type().matches("error|warning")) {
                complaints.add(message.text());
            }
        });
        page.navigate(login.openAt(server).toString());
        return page;
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }
}
