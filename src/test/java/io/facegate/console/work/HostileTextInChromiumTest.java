package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpServer;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleBrowser;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.console.ScriptWatch;
import io.facegate.console.registry.RegistryRooms;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hostile text in each field that a person types, in a real browser, never runs; and no other site shows a page in a frame. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class HostileTextInChromiumTest {
    private static ConsoleBrowser browser;

    @TestHTTPResource("/")
    URI server;

    @Inject
    WorkStage stage;

    @Inject
    PeopleOfTheConsole people;

    @Inject
    ConsoleLogin login;

    @Inject
    RegistryRooms registry;

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
        stage.register(people);
        people.trusted = true;
        people.sampleRecords();
    }

    @AfterEach
    void end() {
        people.trusted = false;
    }

    private static Browser.NewContextOptions wide() {
        return new Browser.NewContextOptions().setLocale("en").setViewportSize(1280, 900);
    }

    private void open(Page page, String path) {
        page.navigate(server.resolve(path).toString());
    }

    /** Shows what was typed on these pages to that person; the text must be there, and do nothing. */
    private void look(String person, String... paths) {
        var page = browser.enter(server, person, wide());
        var watch = new ScriptWatch(page);
        for (var path : paths) {
            open(page, path);
            assertThat(page.content()).as(path).contains("data-planted");
            assertThat(watch.found()).as(path).isEmpty();
        }
        page.context().close();
    }

    /** Broken controls: a page that shows it unescaped, without a policy and with that of the console. */
    @Test
    void aPageThatRunsItIsFound() {
        BiFunction<Route, Map<String, String>, Void> raw = (route, headers) -> {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setHeaders(headers)
                    .setBody("<!DOCTYPE html><p title='" + ScriptWatch.LONGER + "'>" + ScriptWatch.LONGER));
            return null;
        };
        var page = browser.stranger(wide());
        var watch = new ScriptWatch(page);
        page.route("**/console/raw", route -> raw.apply(route, Map.of()));
        open(page, "/console/raw");
        assertThat(watch.found())
                .contains("a dialog said 1", "a dialog said 2", "a dialog said 3", "became an element: img");
        page.context().close();
        page = browser.stranger(wide());
        watch = new ScriptWatch(page);
        page.route(
                "**/console/raw",
                route -> raw.apply(route, Map.of("Content-Security-Policy", "default-src 'self'; object-src 'none'")));
        open(page, "/console/raw");
        assertThat(watch.found())
                .anyMatch(said -> said.contains("Content Security Policy"))
                .contains("became an element: script")
                .noneMatch(said -> said.contains("dialog"));
        page.context().close();
    }

    @Test
    void theNameOfASavedListDoesNotRun() {
        var page = browser.enter(server, "a.lee", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/decisions?outcome=refuse");
        page.locator("#view-name").fill(ScriptWatch.HOSTILE);
        page.locator("#view-shared").check();
        page.locator("form.save button").click();
        page.locator(".views bdi", new Page.LocatorOptions().setHasText("data-planted"))
                .waitFor();
        assertThat(watch.found()).isEmpty();
        page.context().close();
        look("e.fox", "/console/decisions");
        // With the printed link a script of the page keeps the list, and writes it.
        page = browser.enter(login.openAt(server), wide());
        watch = new ScriptWatch(page);
        open(page, "/console/decisions?outcome=refuse");
        page.locator("#view-name").fill(ScriptWatch.HOSTILE);
        page.locator("form.save button").click();
        page.locator("#views a", new Page.LocatorOptions().setHasText("data-planted"))
                .waitFor();
        open(page, "/console/decisions");
        page.locator("#views a").waitFor();
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    @Test
    void anAppealItsContactAndItsAnswerDoNotRun() {
        var page = browser.enter(server, "j.kim", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/mine/decisions/" + PeopleOfTheConsole.OWN_REFUSAL);
        page.locator("#text").fill(ScriptWatch.LONGER);
        page.locator("#contact").fill(ScriptWatch.HOSTILE);
        page.locator("form.act button").click();
        page.locator(".done, .problems").first().waitFor();
        assertThat(page.locator(".problems").allTextContents())
                .as("the appeal is filed")
                .isEmpty();
        assertThat(watch.found()).isEmpty();
        page.context().close();
        var appeal = stage.appeal(ScriptWatch.LONGER);
        answer("a.lee", "/console/work/appeals/" + appeal, "rejected");
        look("a.lee", "/console/work/appeals/" + appeal);
    }

    /** What the caller wrote as its contact, to the officer who answers. */
    @Test
    void theOfficerReadsAHostileContactAndItDoesNotRun() {
        var appeal = stage.appeal(UUID.randomUUID().toString(), "We had a warrant.", ScriptWatch.HOSTILE);
        var page = browser.enter(server, "a.lee", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/work/appeals/" + appeal);
        assertThat(page.locator(".appeal-steps .muted bdi").allInnerTexts()).containsExactly(ScriptWatch.HOSTILE);
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    /** What an officer answered, to the caller. */
    @Test
    void theCallerReadsAHostileAnswerAndItDoesNotRun() {
        people.addRecords(registry.recordsOfTheAppeal());
        var page = browser.enter(server, "j.kim", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/mine/decisions/" + registry.appealed);
        assertThat(page.locator("section[aria-labelledby=appeal] blockquote").allInnerTexts())
                .singleElement()
                .asString()
                .startsWith("The warrant covers another person.")
                .endsWith(ScriptWatch.HOSTILE);
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    @Test
    void theNoteOfAReviewDoesNotRun() {
        var review = stage.hold();
        answer("r.one", "/console/work/reviews/" + review, "approve");
        var page = browser.enter(server, "r.two", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/work/reviews/" + review);
        assertThat(watch.found()).isEmpty();
        page.context().close();
        assertThat(stage.records())
                .anyMatch(record -> record.contains("\"act\":\"review_approve\"") && record.contains(review));
    }

    @Test
    void theReasonsOfAProposalDoNotRun() {
        var proposal = stage.propose("hope", "border_entry").id();
        var page = browser.enter(server, "b.doe", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/work/proposals/" + proposal);
        assertThat(page.locator("dl.facts bdi").allInnerTexts()).contains("Contract 12. <script>alert(1)</script>");
        assertThat(watch.found()).isEmpty();
        page.context().close();
        answer("b.doe", "/console/work/proposals/" + proposal, "reject");
    }

    /** Why it was set and why it is lifted, to those who lift it. */
    @Test
    void theReasonsOfAStopDoNotRun() {
        var stop = "/console/work/stops/" + stage.stop("m.roe", ScriptWatch.LONGER);
        answer("a.lee", stop, "request-lift");
        answer("b.doe", stop, "confirm-lift");
        var page = browser.enter(server, "e.fox", wide());
        var watch = new ScriptWatch(page);
        open(page, stop);
        assertThat(page.locator(".appeal-steps blockquote").allInnerTexts())
                .containsExactly(ScriptWatch.LONGER, ScriptWatch.HOSTILE, ScriptWatch.HOSTILE);
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    /** A form that was not taken has what was typed in it. */
    @Test
    void aReasonThatIsGivenBackDoesNotRun() {
        givenBack("a.lee", "/console/work/stops/" + stage.stop("m.roe"));
        givenBack("a.lee", "/console/work/appeals/" + stage.appeal("Please."));
        givenBack(
                "b.doe",
                "/console/work/proposals/"
                        + stage.propose("pd", "device_unlock").id());
        givenBack("r.one", "/console/work/reviews/" + stage.hold());
        givenBack("a.lee", "/console/work/authorisations/" + filed());
    }

    /** Sends a reason without an answer, which the browser would not. */
    private void givenBack(String person, String path) {
        var page = browser.enter(server, person, wide());
        var watch = new ScriptWatch(page);
        open(page, path);
        page.locator("#reason").fill(ScriptWatch.LONGER);
        page.evaluate("document.querySelector('form:has(#reason)').noValidate = true");
        page.locator("form:has(#reason) button").click();
        page.locator(".problems").waitFor();
        assertThat(page.locator("#reason").inputValue()).as(path).isEqualTo(ScriptWatch.LONGER);
        assertThat(watch.found()).as(path).isEmpty();
        page.context().close();
    }

    /** An authorisation that a.lee may grant or reject; returns its id. */
    private String filed() {
        var id = stage.authorise(Instant.now().plusSeconds(50_000), "stop_on_rejection");
        var page = browser.enter(server, "c.ash", wide());
        open(page, "/console/work/authorisations/" + id);
        page.locator("#reference").fill("12 Gs 481/26");
        page.locator("#authority").fill("Amtsgericht Mitte");
        page.locator("#requested").fill("2026-11-25T10:00");
        page.locator("fieldset + button").first().click();
        page.waitForURL("**/console/work?done=*");
        page.context().close();
        return id;
    }

    @Test
    void theReasonOfAGrantDoesNotRun() {
        var path = "/console/work/authorisations/" + filed();
        answer("a.lee", path, "grant");
        look("c.ash", path);
    }

    @Test
    void theReferenceAndTheCourtOfAnAuthorisationDoNotRun() {
        var id = stage.authorise(Instant.now().plusSeconds(50_000), "stop_on_rejection");
        var page = browser.enter(server, "a.lee", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/work/authorisations/" + id);
        page.locator("#reference").fill(ScriptWatch.HOSTILE);
        page.locator("#authority").fill(ScriptWatch.HOSTILE);
        page.locator("#requested").fill("2026-11-25T10:00");
        page.locator("#requested ~ button, fieldset + button").first().click();
        page.waitForURL("**/console/work?done=*");
        assertThat(watch.found()).isEmpty();
        page.context().close();
        look("c.ash", "/console/work/authorisations/" + id);
    }

    /** A label holds no such text: the browser says so, and the gateway when somebody goes past the browser. */
    @Test
    void theLabelOfAKeyIsRefusedAndDoesNotRun() {
        var page = browser.enter(server, "j.kim", wide());
        var watch = new ScriptWatch(page);
        open(page, "/console/mine");
        page.locator("#label").fill(ScriptWatch.HOSTILE);
        page.locator("form.mint button").click();
        assertThat(page.evaluate("document.querySelector('#label').validity.patternMismatch"))
                .isEqualTo(true);
        page.evaluate("document.querySelector('form.mint').noValidate = true");
        page.locator("form.mint button").click();
        page.locator(".problems").waitFor();
        assertThat(page.locator("#secrets").count()).isZero();
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    /** Names of organisations, terms of purposes, places of use: what is registered and recorded, on the pages that show it. */
    @Test
    void whatIsRegisteredAndRecordedDoesNotRun() {
        var page = browser.enter(login.openAt(server), wide());
        var watch = new ScriptWatch(page);
        for (var path : List.of(
                "/console",
                "/console/decisions",
                "/console/decisions/" + PeopleOfTheConsole.OWN_DECISION,
                "/console/organisations?name=script",
                "/console/organisations/hostile",
                "/console/organisations/hope",
                "/console/organisations/hope/permissions")) {
            open(page, path);
            assertThat(page.content()).as(path).contains("alert(");
            assertThat(watch.found()).as(path).isEmpty();
        }
        page.context().close();
    }

    /** Each field in each form that asks, on each page that has one: filters, searches, the trial. */
    @Test
    void whatIsAskedDoesNotRun() {
        var page = browser.enter(login.openAt(server), wide());
        var watch = new ScriptWatch(page);
        var filled = new TreeSet<String>();
        for (var path : List.of(
                "/console",
                "/console/decisions",
                "/console/organisations",
                "/console/try",
                "/console/counts",
                "/console/policies/history",
                "/console/reports",
                "/console/calendar")) {
            open(page, path);
            var fields = (List<?>) page.evaluate(ASKING_FIELDS);
            assertThat(fields).as(path).isNotEmpty();
            for (var field : fields) {
                open(page, path);
                page.evaluate(ASK, List.of(field, ScriptWatch.HOSTILE));
                page.waitForURL(url -> url.contains("data-planted"));
                assertThat(watch.found()).as("%s of %s", field, path).isEmpty();
                filled.add(String.valueOf(field));
            }
        }
        assertThat(filled).containsAll(TypedFields.triedBy(TypedFields.ASKED));
        open(page, "/console/decisions/%3Cimg%20src=x%20data-planted%20onerror=alert(1)%3E");
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    /** Also those that take a day: an address holds anything. */
    private static final String ASKING_FIELDS = """
        () => [...document.querySelectorAll('main form[method=get] input:not([type=hidden], [type=checkbox], [type=radio])')]
            .map(one => one.id)\
        """;

    private static final String ASK = """
        ([id, text]) => {
          const field = document.getElementById(id);
          const query = new URLSearchParams(new FormData(field.form));
          query.set(field.name, text);
          location = field.form.getAttribute('action') + '?' + query;
        }\
        """;

    /** Answers with a hostile reason. */
    private void answer(String person, String path, String decision) {
        var page = browser.enter(server, person, wide());
        var watch = new ScriptWatch(page);
        open(page, path);
        page.locator("input[value=" + decision + "]").check();
        page.locator("#reason").fill(ScriptWatch.HOSTILE);
        page.locator("form.act button").click();
        page.waitForURL("**/console/work?done=*");
        assertThat(watch.found()).isEmpty();
        page.context().close();
    }

    /** A site that puts a page under its own buttons gets no page; the control is the same page without what forbids it. */
    @Test
    void noOtherSiteShowsAPageInAFrame() throws IOException {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            var body = ("<!DOCTYPE html><iframe src='" + server.resolve("/console/decisions") + "'></iframe>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            var site = "http://localhost:" + other.getAddress().getPort() + "/";
            var page = browser.enter(login.openAt(server), wide());
            page.navigate(site);
            assertThat(framed(page)).doesNotContain("Facegate").doesNotContain("Please log in");
            page.route("**/console/decisions", route -> {
                var answer = route.fetch();
                route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("text/html")
                        .setBody(answer.text()));
            });
            page.navigate(site);
            assertThat(framed(page)).contains("Facegate");
            page.context().close();
        } finally {
            other.stop(0);
        }
    }

    /** What the frame of a page shows. */
    private static String framed(Page page) {
        page.waitForLoadState();
        return page.frames().stream()
                .filter(frame -> frame.parentFrame() != null)
                .map(Frame::content)
                .findFirst()
                .orElse("");
    }
}
