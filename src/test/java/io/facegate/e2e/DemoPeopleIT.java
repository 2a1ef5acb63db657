package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.facegate.Await;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The people of {@code ./facegate demo}: two release a held answer, and a member of the nonprofit makes a key. */
class DemoPeopleIT {
    private static final Pattern LINK = Pattern.compile("(?m)^   ([a-z]\\.[a-z]+), .*: (http://\\S+)$");

    @TempDir
    private static Path folder;

    private static Process demo;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void run() throws IOException {
        demo = Launcher.of(folder, "demo")
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")));
        // On a busy machine the fortnight and what follows it take more than a minute together.
        Await.until(() -> Files.readString(folder.resolve("out")).contains("The last fortnight"));
        Await.until(() -> links().size() == 3);
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        var all = demo.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        demo.destroy();
        // Until they ended they write into the folder, which is deleted next.
        Await.until(() -> !demo.isAlive() && all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The newest link of each person. */
    private static Map<String, String> links() {
        try {
            var all = new LinkedHashMap<String, String>();
            LINK.matcher(Files.readString(folder.resolve("out")))
                    .results()
                    .forEach(found -> all.put(found.group(1), found.group(2)));
            return all;
        } catch (IOException unread) {
            return Map.of();
        }
    }

    private static Page logIn(String person) {
        var link = links().get(person);
        var page = browser.newContext(new Browser.NewContextOptions().setLocale("en"))
                .newPage();
        page.navigate(link);
        assertThat(page.locator(".who").innerText()).contains(person);
        var again = browser.newContext().newPage();
        again.navigate(link);
        assertThat(again.locator(".who").count()).as("the link works once").isZero();
        Await.until(() -> !link.equals(links().get(person)));
        return page;
    }

    private static void approve(Page page, String review) {
        page.navigate(review);
        page.locator("input[name=decision][value=approve]").check();
        page.locator("[name=reason]").fill("They show the same person.");
        page.locator("form.act button").click();
        page.waitForURL("**/console/work?done=**");
    }

    @Test
    void theOfficerReleasesAHeldAnswerWithAColleague() {
        var officer = logIn("f.osei");
        officer.navigate(officer.url().replaceAll("/console.*", "/console/work"));
        var waiting = officer.locator("a[href^='/console/work/reviews/']");
        assertThat(waiting.count()).isPositive();
        var review = "";
        for (int at = 0; at < waiting.count() && review.isEmpty(); at++) {
            var address =
                    officer.url().replaceAll("/console.*", "") + waiting.nth(at).getAttribute("href");
            var page = officer.context().newPage();
            page.navigate(address);
            review = page.locator("main").innerText().contains("0 of 2") ? address : "";
        }
        assertThat(review).as("an answer that nobody has looked at").isNotEmpty();
        approve(officer, review);
        assertThat(officer.url()).endsWith("done=approved");
        var colleague = logIn("s.adeyemi");
        approve(colleague, review);
        assertThat(colleague.url()).endsWith("done=released");
    }

    /** The picture that README shows. The build keeps one beside others; with a folder for pictures, it is written there. */
    @Test
    void theOfficersOverviewIsThePictureOfReadme() {
        var page = logIn("f.osei");
        page.setViewportSize(1280, 1340);
        var today = LocalDate.now(ZoneOffset.UTC);
        page.navigate(page.url() + "?from=" + today.minusDays(14) + "&until=" + today);
        if (!PICTURES.isEmpty()) {
            Await.until(() -> {
                page.reload();
                return page.locator("main").innerText().contains("The whole log was verified");
            });
        }
        assertThat(page.locator("main").innerText()).contains("Waiting for a person", "Decisions by day");
        keep(page, "console");
    }

    private static final String PICTURES = System.getProperty("facegate.pictures", "");

    /** Keeps what the window shows, as pages of docs show it. */
    private static void keep(Page page, String name) {
        var picture = Path.of(PICTURES.isEmpty() ? "target/screenshots/readme" : PICTURES, name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        assertThat(picture).isNotEmptyFile();
    }

    private static final int WIDTH = 1120;
    private static final int HEIGHT = 760;
    private static final Pattern NAMED_PICTURE = Pattern.compile("\\(images/([a-z-]+)\\.png\\)");
    private static final Pattern BOLD = Pattern.compile("(?m)^(?:[-|] )?\\*\\*(.+?)\\*\\*");
    private static final Pattern COLUMN = Pattern.compile("(?m)^\\| ([\\w() ]+?) \\|");

    /** What a section names that is no heading, or not on every page. */
    private static final Set<String> OTHER =
            Set.of("column", "One sentence", "Conditions of the permit", "Tampered records", "Lately reviewed answers");

    /**
     * The pictures that the page of docs about the console shows, kept in the same way. Each of those in docs is as large
     * as the window, and the page that it shows has the headings that its section names.
     */
    @Test
    void theMainPagesAreThePicturesOfDocs() throws IOException {
        var docs = Files.readString(Path.of("docs/console.md"));
        var page = logIn("f.osei");
        page.setViewportSize(WIDTH, HEIGHT);
        var kept = new TreeSet<String>();
        for (var shown : Map.of(
                        "decisions", "The list", "work", "Work", "calendar", "Calendar", "integrity", "Integrity")
                .entrySet()) {
            page.navigate(
                    URI.create(page.url()).resolve("/console/" + shown.getKey()).toString());
            page.locator("h1").waitFor();
            // The filters stand above the lines.
            page.evaluate("document.querySelector('#count')?.scrollIntoView()");
            kept.add(keptAsNamed(page, docs, shown.getKey(), shown.getValue()));
        }
        page.navigate(URI.create(page.url())
                .resolve("/console/decisions?outcome=refuse&sandbox=no")
                .toString());
        page.locator("tbody a").first().click();
        page.waitForURL("**/console/decisions/*");
        page.locator("#proof-status").waitFor();
        kept.add(keptAsNamed(page, docs, "decision", "One decision"));
        assertThat(NAMED_PICTURE.matcher(docs).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(kept);
    }

    /** Keeps the page's picture, and compares the page with what the section says of it. */
    private static String keptAsNamed(Page page, String docs, String name, String section) throws IOException {
        var text = docs.split("\n## " + section + "\n", 2)[1].split("\n###? ", 2)[0];
        var named = (section.equals("The list") ? COLUMN : BOLD)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(word -> !OTHER.contains(word))
                .toList();
        assertThat(named).as(section).isNotEmpty();
        assertThat(page.locator("h2, thead th, main button").allInnerTexts())
                .as(section)
                .containsAll(named);
        var picture = "console-" + name;
        keep(page, picture);
        var drawn = ImageIO.read(Path.of("docs/images", picture + ".png").toFile());
        assertThat(List.of(drawn.getWidth(), drawn.getHeight())).as(picture).containsExactly(WIDTH, HEIGHT);
        return picture;
    }

    @Test
    void aMemberMakesAKeyAndEachSetUpWorksAsPasted() throws IOException {
        var page = logIn("c.reyes");
        assertThat(page.url()).endsWith("/console/mine");
        page.locator("#label").fill("desk");
        page.locator("form.mint button").click();
        var secrets = page.locator("#secrets").innerText();
        assertThat(page.url()).endsWith("/console/mine/keys").doesNotContain("fgk_");
        Files.copy(Path.of(".fetched/photos/sample1.jpg"), folder.resolve("photo.jpg"));
        var snippets = page.locator("pre[data-client]");
        assertThat(snippets.count()).isEqualTo(12);
        Node.install("story.mjs");
        Files.createSymbolicLink(
                folder.resolve("node_modules"),
                Path.of("target/js/node_modules").toAbsolutePath());
        for (int at = 0; at < snippets.count(); at++) {
            var client = snippets.nth(at).getAttribute("data-client");
            var ran = Result.of(new ProcessBuilder(
                            "bash", "-ec", secrets + '\n' + snippets.nth(at).innerText() + '\n')
                    .directory(folder.toFile()));
            assertThat(ran.code()).as(client + ran.out() + ran.err()).isZero();
            assertThat(ran.out())
                    .as(client + ran.err())
                    .satisfiesAnyOf(
                            out -> assertThat(out).containsIgnoringCase("boundingBox"),
                            out -> assertThat(out).contains("face_rectangle"),
                            out -> assertThat(out).contains("faceRectangle"),
                            out -> assertThat(out).contains("boundingPoly"),
                            out -> assertThat(out).contains("\"box\""),
                            out -> assertThat(out).containsPattern("[1-9] (face|people)\\n"));
        }
        page.navigate(page.url().replace("/keys", ""));
        assertThat(page.locator("main").innerText()).contains("desk").doesNotContain(secrets.split("'")[1]);
        var whole = Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("err"));
        assertThat(whole).doesNotContain(secrets.split("'")[1]);
        var records = Gateway.records(folder.resolve("facegate-data"));
        assertThat(records.stream()
                        .filter(record -> record.path("act").asText().equals("key_mint"))
                        .reduce((_, last) -> last)
                        .orElseThrow()
                        .has("person"))
                .isTrue();
    }
}
