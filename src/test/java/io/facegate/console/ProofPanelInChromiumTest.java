package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.facegate.ledger.Filled;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerifierKey;
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
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of one decision in a real Chromium: the browser checks the record itself, and is green only then. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class ProofPanelInChromiumTest {
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final int CHANGES = 40;
    private static DecisionRecords made;

    @TestHTTPResource("/")
    URI server;

    @Inject
    DecisionRooms decisions;

    @Inject
    ConsoleLogin login;

    @Inject
    ConsoleRooms rooms;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;

    @BeforeEach
    void aLedgerOnDisk() {
        if (made == null) {
            enter(new Browser.NewContextOptions())
                    .navigate(server.resolve("/console/decisions/none").toString());
            context.close();
            complaints.clear();
            made = DecisionRecords.into(decisions.folder());
        }
        decisions.lookAtDisk();
    }

    @AfterEach
    void theBrowserHasNoComplaint() {
        context.close();
        decisions.lookAway();
        assertThat(complaints).isEmpty();
    }

    @Test
    void theBrowserChecksARecordItselfAndSaysEachStep() {
        var page = open(made.refused(), new Browser.NewContextOptions().setViewportSize(1280, 900));
        PlaywrightAssertions.assertThat(page.locator("#proof-status"))
                .hasText("Unaltered. Your browser checked the record itself, with the key that this gateway shows.");
        PlaywrightAssertions.assertThat(page.locator(".proof-steps .done")).hasCount(5);
        PlaywrightAssertions.assertThat(page.locator("[data-step=leaf] .found"))
                .hasText(page.locator("#proof").getAttribute("data-leaf"));
        PlaywrightAssertions.assertThat(page.locator("[data-step=witnesses]"))
                .containsText("None. This is not an error: this log has no outside witness.");
        PlaywrightAssertions.assertThat(page.locator("[data-step=key] .found"))
                .hasText(keys().lines().findFirst().orElseThrow());
        copiesTheKey(page);
        picture(page, "one-decision");
        page.locator("#proof").scrollIntoViewIfNeeded();
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("one-decision-proof.png")));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(page, "one-decision-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.LIGHT));
        picture(page, "one-decision-print");
    }

    /** A script of the console's own makes the button work; the strict policy lets no other run. */
    private void copiesTheKey(Page page) {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.locator("[data-copy]").click();
        PlaywrightAssertions.assertThat(page.locator("[data-copied]")).hasText("Copied.");
        assertThat(page.evaluate("navigator.clipboard.readText()"))
                .isEqualTo(keys().lines().findFirst().orElseThrow());
    }

    /** What a regulator compares letter by letter stands on one line, also where the name of the log is long. */
    @Test
    void aPrintedLetterIsOnePageAndItsKeyIsWhole() throws Exception {
        var page = open(made.refused(), new Browser.NewContextOptions().setViewportSize(1280, 900));
        page.navigate(server.resolve("/console/decisions/" + made.refused() + "/letter")
                .toString());
        var parts = keys().lines().findFirst().orElseThrow().split("(?<=\\+)", 3);
        assertThat(printed(page)).anyMatch(line -> line.contains(parts[1]) && line.contains(parts[2]));
        page.evaluate("document.querySelector('#log-key span').textContent = 'faces.example.org/'.repeat(9) + '+'");
        assertThat(printed(page)).anyMatch(line -> line.contains(parts[1])).anyMatch(line -> line.contains(parts[2]));
    }

    private static List<String> printed(Page page) throws IOException {
        try (var pdf = Loader.loadPDF(page.pdf(new Page.PdfOptions().setFormat("A4")))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            return new PDFTextStripper().getText(pdf).lines().toList();
        }
    }

    @Test
    void aKeyFromElsewhereDecidesAndAnotherKeyIsRed() throws Exception {
        var page = open(made.refused(), new Browser.NewContextOptions().setViewportSize(1280, 900));
        done(page);
        page.getByText("Check with a key that you got elsewhere").click();
        page.locator("#proof-key").fill(keys().lines().findFirst().orElseThrow());
        page.getByText("Check again").click();
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("with the key that you pasted");
        var other = Files.createTempDirectory("other");
        Filled.with(other, 1);
        page.locator("#proof-key")
                .fill(Files.readString(other.resolve("log.keys"))
                        .lines()
                        .findFirst()
                        .orElseThrow());
        page.getByText("Check again").click();
        failed(page, "checkpoint");
        var own = keys().lines().findFirst().orElseThrow();
        for (var mistyped : List.of("no key", own.replace("+A", "+B"), own.substring(0, own.length() - 1))) {
            page.locator("#proof-key").fill(mistyped);
            page.getByText("Check again").click();
            PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("Nothing was checked");
            PlaywrightAssertions.assertThat(page.locator("#proof .failed")).hasCount(0);
        }
    }

    @Test
    void whateverIsChangedOnItsWayIsRedAndNeverGreen() {
        var page = open(made.refused(), new Browser.NewContextOptions());
        done(page);
        var random = new Random(15);
        var proof = new String[1];
        page.route("**/proof", route -> answer(route, body -> body.replace(proof[0], change(proof[0], random))));
        var said =
                page.evaluate("async () => (await (await fetch(document.querySelector('#proof').dataset.proof + '?'))"
                        + ".json()).proof");
        proof[0] = String.valueOf(said).replace("\n", "\\n");
        for (int i = 0; i < CHANGES; i++) {
            page.reload();
            PlaywrightAssertions.assertThat(page.locator("#proof-status")).hasClass("proof-status failed");
            PlaywrightAssertions.assertThat(page.locator(".proof-steps .failed"))
                    .hasCount(1);
        }
    }

    @Test
    void eachPartThatIsForgedIsNamed() {
        var page = open(made.refused(), new Browser.NewContextOptions());
        done(page);
        change(page, body -> body.replaceFirst("extra [A-Za-z0-9+/]{8}", "extra e30geW91IHNl"));
        failed(page, "record");
        var index = "index " + page.locator("#proof").getAttribute("data-index");
        change(page, body -> body.replaceFirst(index, index + "1"));
        failed(page, "record");
        change(page, body -> body.replaceFirst("(" + index + "\\\\n)[A-Za-z0-9+/]{42}", "$1" + "A".repeat(42)));
        failed(page, "path");
        change(page, body -> body.replaceFirst("(\\\\n\\\\n— \\S+ [A-Za-z0-9+/]{40})....", "$1AAAA"));
        failed(page, "checkpoint");
        page.unroute("**/proof");
        page.route("**/log/keys", route -> answer(route, body -> body.replaceFirst("\\+(.)", "+x")));
        page.reload();
        failed(page, "key");
    }

    @Test
    void aRecordThatIsSomebodyElsesIsRed() {
        var page = open(made.refused(), new Browser.NewContextOptions());
        done(page);
        page.route(
                "**/proof",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setResponse(route.fetch(new Route.FetchOptions()
                                .setUrl(server.resolve("/console/decisions/" + made.held() + "/proof")
                                        .toString())))));
        page.reload();
        failed(page, "record");
    }

    /** Green below red needs an explanation; a finding about this very record gets none. */
    @Test
    void aRedBandAboutOtherRecordsIsExplainedBesideAGreenProof() {
        var good = "Unaltered. Your browser checked the record itself, with the key that this gateway shows.";
        try {
            rooms.audited = found(40_000);
            var page = open(made.refused(), new Browser.NewContextOptions());
            PlaywrightAssertions.assertThat(page.locator(".mark")).containsText("was tampered with");
            PlaywrightAssertions.assertThat(page.locator("#proof-status"))
                    .hasText(good + " The red band above is about other records.");
            rooms.audited = found(Long.parseLong(page.locator("#proof").getAttribute("data-index")));
            page.reload();
            PlaywrightAssertions.assertThat(page.locator("#proof-status")).hasText(good);
        } finally {
            rooms.audited = AuditState.NONE;
        }
    }

    private static AuditState found(long index) {
        return new AuditState(null, 60, 60, new AuditState.Finding(Instant.now(), index, "changed", 1), null, null);
    }

    /** The page knows a later root than the part that was signed: it says that, and only where it is so. */
    @Test
    void aLogThatHasGrownSinceItWasSignedIsToldAsThat() {
        var page = open(made.refused(), new Browser.NewContextOptions());
        done(page);
        var hint = page.locator("#root-hint");
        var grown = hint.getAttribute("data-grown");
        var now = page.locator("#root-now");
        var signed = page.locator("[data-step=path] .found").textContent();
        var proof = String.valueOf(page.evaluate(
                "async () => (await (await fetch(document.querySelector('#proof').dataset.proof)).json()).proof"));
        var signedSize = proof.replaceFirst("(?s).*\\n\\n[^\\n]+\\n(\\d+)\\n.*", "$1");
        var later = Long.toString(Long.parseLong(signedSize) + 1);
        var other = (signed.startsWith("0") ? "1" : "0") + signed.substring(1);
        for (var shown : List.of(List.of(other, later), List.of(signed, later), List.of(other, signedSize))) {
            page.route(
                    "**/console/decisions/" + made.refused(),
                    route -> answer(
                            route,
                            body -> body.replaceFirst(
                                    "data-size=\"\\d+\">[0-9a-f]{64}",
                                    "data-size=\"" + shown.getLast() + "\">" + shown.getFirst())));
            page.reload();
            done(page);
            assertThat(List.of(now.textContent(), now.getAttribute("data-size")))
                    .isEqualTo(shown);
            assertThat(hint.textContent().equals(grown))
                    .as(shown.toString())
                    .isEqualTo(shown.equals(List.of(other, later)));
            page.unroute("**/console/decisions/" + made.refused());
        }
    }

    @Test
    void witnessesAreCheckedToo() throws Exception {
        var witness = SigningKey.fromSeed("witness.example", VerifierKey.COSIGNER, new byte[32]);
        decisions.witnesses = List.of(witness.vkey().encoded());
        var page = open(made.refused(), new Browser.NewContextOptions());
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("not enough witnesses have signed");
        assertThat(page.locator("#proof-status").getAttribute("class")).doesNotContain("done");
        var own = SignedCheckpoint.readFrom(decisions.folder());
        var cosigned =
                own.note().withSignatures(List.of(witness.cosign(own.note().text(), 1_790_000_000L)));
        var was = json(own.note().encoded());
        change(page, body -> body.replace(was, json(cosigned.encoded())));
        done(page);
        PlaywrightAssertions.assertThat(page.locator("[data-step=witnesses]")).containsText("1/1: witness.example");
        decisions.isQuorumMet = false;
        page.reload();
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("not enough witnesses have signed");
        assertThat(page.locator("#proof-status").getAttribute("class")).doesNotContain("done");
        decisions.isQuorumMet = true;
        var forged = json(cosigned.encoded()).replaceFirst("(witness.example [A-Za-z0-9+/]{30})....", "$1AAAA");
        change(page, body -> body.replace(was, forged));
        failed(page, "witnesses");
    }

    @Test
    void thePageOfADecisionLogsOutAsOthersDo() {
        var page = open(made.refused(), new Browser.NewContextOptions());
        done(page);
        page.getByText("Log out").click();
        page.getByText("You are logged out").first().waitFor();
    }

    @Test
    void aBrowserThatCannotCheckSaysSoAndIsNotGreen() {
        context = Chromium.context(new Browser.NewContextOptions());
        context.addInitScript("SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('none',"
                + " 'NotSupportedError'));");
        var page = enterIn(context);
        page.navigate(server.resolve("/console/decisions/" + made.refused()).toString());
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("it cannot check Ed25519");
        assertThat(page.locator(".proof-steps .done").count()).isZero();
        context.close();
        page = open(made.refused(), new Browser.NewContextOptions().setJavaScriptEnabled(false));
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("scripts are off");
        PlaywrightAssertions.assertThat(page.locator("#proof-steps")).isHidden();
    }

    @Test
    void theEvidenceIsDownloadedByKeyboardInBothLanguages() throws Exception {
        var page = open(
                made.refused(),
                new Browser.NewContextOptions().setLocale("fr-FR").setViewportSize(1280, 900));
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).containsText("Intact.");
        picture(page, "one-decision-french");
        var button = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Transmettre à l’autorité de contrôle"));
        button.focus();
        Download got = page.waitForDownload(() -> page.keyboard().press("Enter"));
        assertThat(got.suggestedFilename()).isEqualTo("facegate-decision-" + made.refused() + ".zip");
        PlaywrightAssertions.assertThat(page.locator("#hand-made")).containsText(got.suggestedFilename());
        try (var zip = new ZipFile(got.path().toFile())) {
            for (var name : List.of("account.html", "account.fr.html")) {
                var file = Path.of("target", "console-pictures", name).toAbsolutePath();
                Files.createDirectories(file.getParent());
                Files.write(file, zip.getInputStream(zip.getEntry(name)).readAllBytes());
                var account = context.newPage();
                account.navigate(file.toUri().toString());
                assertThat(account.locator("script").count()).isZero();
                assertThat(account.locator("h1").innerText()).isIn("Refused", "Refusé");
                account.screenshot(new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name.replace(".html", ".png")))
                        .setFullPage(true));
            }
        }
    }

    @Test
    void aPhoneShowsItWithoutScrollingSideways() {
        var page = open(made.held(), new Browser.NewContextOptions().setViewportSize(360, 740));
        done(page);
        page.locator("summary").all().forEach(summary -> summary.click());
        ConsoleBrowser.fits(page, "the page");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve("one-decision-phone.png"))
                .setFullPage(true));
        page.setViewportSize(1280, 900);
        picture(page, "one-decision-held");
    }

    /** Answers each fetch of the proof with a changed one, and checks again. */
    private static void change(Page page, UnaryOperator<String> forge) {
        page.unroute("**/proof");
        page.route("**/proof", route -> answer(route, forge));
        page.reload();
    }

    private static void answer(Route route, UnaryOperator<String> forge) {
        var own = route.fetch();
        route.fulfill(new Route.FulfillOptions().setResponse(own).setBody(forge.apply(own.text())));
    }

    private static String json(String text) {
        return text.replace("\n", "\\n");
    }

    /** One letter of a proof in JSON is another, or gone. */
    private static String change(String proof, Random random) {
        int at;
        do {
            at = random.nextInt(proof.length());
        } while (proof.charAt(at) == '\\' || (at > 0 && proof.charAt(at - 1) == '\\'));
        return random.nextBoolean()
                ? proof.substring(0, at) + proof.substring(at + 1)
                : proof.substring(0, at) + (proof.charAt(at) == 'Q' ? 'R' : 'Q') + proof.substring(at + 1);
    }

    private static void done(Page page) {
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).hasClass("proof-status done");
    }

    private static void failed(Page page, String step) {
        PlaywrightAssertions.assertThat(page.locator("#proof-status")).hasClass("proof-status failed");
        PlaywrightAssertions.assertThat(page.locator("[data-step=" + step + "]"))
                .hasClass("failed");
        PlaywrightAssertions.assertThat(page.locator(".proof-steps .failed")).hasCount(1);
    }

    private String keys() {
        try {
            return Files.readString(decisions.folder().resolve("log.keys"));
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private Page open(String id, Browser.NewContextOptions options) {
        var page = enter(options);
        page.navigate(server.resolve("/console/decisions/" + id).toString());
        return page;
    }

    private Page enter(Browser.NewContextOptions options) {
        context = Chromium.context(options);
        return enterIn(context);
    }

    private Page enterIn(BrowserContext where) {
        var page = where.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().matches("error|warning") && !message.text().contains("404")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(login.openAt(server).toString());
        return page;
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }
}
