package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Media;
import io.facegate.console.work.WorkStage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each flow of an officer by Tab, Enter, Space and typing alone, with a focus that is seen at each step; and a source on paper. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class KeyboardInChromiumTest {
    private static ConsoleBrowser browser;
    private static DecisionRecords made;

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    DecisionRooms decisions;

    @Inject
    PeopleOfTheConsole people;

    @Inject
    WorkStage stage;

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
        rooms.archive.clear();
        SampleRecords.into(rooms.archive);
        stage.register(people);
        people.trusted = true;
    }

    @AfterEach
    void end() {
        people.trusted = false;
        decisions.lookAway();
        rooms.archive.clear();
    }

    @Test
    void anOfficerLogsInFiltersDecisionsOpensOneAndLogsOut() {
        var page = browser.enter(server, "a.lee", wide());
        press(page, ".menu a[href='/console/decisions']");
        page.waitForURL("**/console/decisions");
        ConsoleBrowser.focus(page, "#outcome");
        page.keyboard().press("R");
        page.waitForURL("**/console/decisions?outcome=refuse");
        shows(page, "#count", "Showing one decision");
        press(page, "tbody a");
        page.waitForURL("**/console/decisions/" + SampleRecords.POLICE);
        press(page, ".leave button");
        shows(page, "h1", "You are logged out");
        page.context().close();
    }

    @Test
    void anOfficerProvesADecisionAndHandsItToARegulator() {
        var page = browser.enter(login.openAt(server), wide());
        page.navigate(server.resolve("/console/decisions/none").toString());
        if (made == null) {
            made = DecisionRecords.into(decisions.folder());
        }
        decisions.lookAtDisk();
        page.navigate(server.resolve("/console/decisions/" + made.refused()).toString());
        shows(page, "#proof-status", "Unaltered.");
        press(page, "#proof-own summary");
        ConsoleBrowser.focus(page, "#proof-key");
        page.keyboard().type("no key");
        press(page, "#proof-own button");
        shows(page, "#proof-status", "Nothing was checked");
        ConsoleBrowser.focus(page, ".hand form button");
        var bundle = page.waitForDownload(() -> page.keyboard().press("Enter"));
        assertThat(bundle.suggestedFilename()).isEqualTo("facegate-decision-" + made.refused() + ".zip");
        page.context().close();
    }

    @Test
    void anOfficerTriesACall() {
        var page = browser.enter(login.openAt(server), wide());
        press(page, ".menu a[href='/console/try']");
        page.waitForURL("**/console/try");
        ConsoleBrowser.focus(page, "#capability");
        page.keyboard().press("ArrowDown");
        ConsoleBrowser.focus(page, "#purpose");
        page.keyboard().press("ArrowDown");
        ConsoleBrowser.focus(page, "#type");
        page.keyboard().press("ArrowDown");
        press(page, ".field.go button");
        page.waitForURL("**/console/try?*");
        shows(page, "#result", "This is a trial.");
        page.context().close();
    }

    @Test
    void anOfficerAnswersAnAppealAndAProposal() {
        var appeal = stage.appeal("We have a court order.");
        var page = browser.enter(server, "a.lee", wide());
        press(page, ".menu a[href='/console/work']");
        page.waitForURL("**/console/work");
        press(page, "a[href$='/appeals/" + appeal + "']");
        answer(page, "upheld");
        page.context().close();
        var proposal = stage.propose("hope", "device_unlock").id();
        page = browser.enter(server, "b.doe", wide());
        page.navigate(server.resolve("/console/work").toString());
        press(page, "a[href$='/proposals/" + proposal + "']");
        answer(page, "approve");
        page.context().close();
    }

    @Test
    void aMemberMintsAKeyRotatesItAndReadsEachSecretOnce() {
        var page = browser.enter(server, "j.kim", wide());
        page.waitForURL("**/console/mine");
        ConsoleBrowser.focus(page, "#label");
        page.keyboard().type("by-keyboard");
        press(page, "form.mint button");
        var first = secrets(page);
        press(page, ".minted a[href='/console/mine']");
        page.waitForURL("**/console/mine");
        var key = first.replaceAll("(?s).*AWS_ACCESS_KEY_ID='?([A-Z0-9]+).*", "$1");
        var row = page.locator("#keys ~ table tbody tr", new Page.LocatorOptions().setHasText("by-keyboard"));
        PlaywrightAssertions.assertThat(row).hasCount(1);
        PlaywrightAssertions.assertThat(row).containsText(key);
        press(page, "button[aria-label*='" + key + "']");
        var second = secrets(page);
        assertThat(second).isNotEqualTo(first).doesNotContain(key);
        page.navigate(server.resolve("/console/mine").toString());
        assertThat(page.locator("#secrets").count()).isZero();
        PlaywrightAssertions.assertThat(page.locator("#keys ~ table tbody tr")).hasCount(2);
        PlaywrightAssertions.assertThat(page.locator("#keys ~ table")).containsText(key);
        page.context().close();
    }

    @Test
    void aMemberAppealsAgainstARefusal() {
        people.sampleRecords();
        var page = browser.enter(server, "j.kim", wide());
        page.navigate(server.resolve("/console/mine").toString());
        press(page, "a[href$='/decisions/" + PeopleOfTheConsole.OWN_REFUSAL + "']");
        page.waitForURL("**/console/mine/decisions/*");
        ConsoleBrowser.focus(page, "#text");
        page.keyboard().type("We have a warrant.");
        press(page, "form.act button");
        shows(page, ".done", "The appeal is on record");
        shows(page, "main", "Waits for an answer");
        press(page, ".back a");
        page.waitForURL("**/console/mine*");
        page.context().close();
    }

    @Test
    void aMemberRevokesAKey() {
        var page = browser.enter(server, "j.kim", wide());
        page.waitForURL("**/console/mine");
        ConsoleBrowser.focus(page, "#label");
        page.keyboard().type("to-be-revoked");
        press(page, "form.mint button");
        var key = secrets(page).replaceAll("(?s).*AWS_ACCESS_KEY_ID='?([A-Z0-9]+).*", "$1");
        press(page, ".minted a[href='/console/mine']");
        page.waitForURL("**/console/mine");
        var revoke = "details:has(input[name=key][value='" + key + "'])";
        press(page, revoke + " > summary");
        press(page, revoke + " button");
        page.locator(".done").waitFor();
        var row = page.locator("#keys ~ table tbody tr", new Page.LocatorOptions().setHasText(key));
        PlaywrightAssertions.assertThat(row).containsText("revoked");
        PlaywrightAssertions.assertThat(page.locator(revoke)).hasCount(0);
        page.context().close();
    }

    @Test
    void anOfficerLiftsAStopWithAColleague() {
        var stop = "/console/work/stops/" + stage.stop("m.roe");
        for (var step : List.of("a.lee request-lift", "b.doe confirm-lift")) {
            var page = browser.enter(server, step.split(" ", 2)[0], wide());
            page.navigate(server.resolve("/console/work").toString());
            press(page, "a[href='" + stop + "']");
            answer(page, step.split(" ", 2)[1]);
            page.context().close();
        }
    }

    @Test
    void anOfficerTakesTheFilteredListAsFiles() throws IOException {
        var page = browser.enter(server, "a.lee", wide());
        page.navigate(server.resolve("/console/decisions?outcome=refuse").toString());
        for (var kind : List.of("csv", "json")) {
            ConsoleBrowser.focus(page, "a[href^='/console/decisions/export." + kind + "']");
            var taken = page.waitForDownload(() -> page.keyboard().press("Enter"));
            assertThat(Files.readString(taken.path())).contains(SampleRecords.POLICE);
        }
        page.context().close();
    }

    /** What a new key is shown with, once. */
    private static String secrets(Page page) {
        page.locator("#secrets").waitFor();
        return page.locator("#secrets").textContent();
    }

    @Test
    void onPaperSourcesHaveTheirAddress() {
        var page = browser.enter(login.openAt(server), wide());
        page.navigate(server.resolve("/console/decisions/none").toString());
        if (made == null) {
            made = DecisionRecords.into(decisions.folder());
        }
        decisions.lookAtDisk();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        page.navigate(server.resolve("/console/decisions/" + made.refused()).toString());
        assertThat(page.evaluate(
                        "getComputedStyle(document.querySelector('.source a[href^=http]'), '::after').content"))
                .asString()
                .contains("https://law.example/act?a=1&b=2#s4");
        assertThat(page.pdf()).isNotEmpty();
        page.context().close();
    }

    /** Chooses an answer, gives a reason and sends it. */
    private static void answer(Page page, String decision) {
        page.locator("form.act").waitFor();
        ConsoleBrowser.focus(page, "input[name=decision]");
        page.keyboard().press("Space");
        PlaywrightAssertions.assertThat(page.locator("input[value=" + decision + "]"))
                .isChecked();
        ConsoleBrowser.focus(page, "#reason");
        page.keyboard().type("The order was shown to me.");
        press(page, "form.act button");
        page.waitForURL("**/console/work?done=*");
    }

    private static void press(Page page, String selector) {
        ConsoleBrowser.focus(page, selector);
        page.keyboard().press("Enter");
    }

    private static void shows(Page page, String selector, String text) {
        PlaywrightAssertions.assertThat(page.locator(selector).first()).containsText(text);
    }

    private static Browser.NewContextOptions wide() {
        return new Browser.NewContextOptions().setLocale("en").setViewportSize(1280, 900);
    }
}
