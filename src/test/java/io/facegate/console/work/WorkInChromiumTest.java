package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleBrowser;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import io.facegate.testkit.Chromium;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person logs in at a provider on another site and works through the inbox, in a real Chromium. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class WorkInChromiumTest {
    private static final Path PICTURES = Path.of("target/screenshots");

    @TestHTTPResource("/")
    URI server;

    @Inject
    WorkStage stage;

    @Inject
    PeopleOfTheConsole people;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;

    @BeforeEach
    void begin() {
        stage.register(people);
        people.trusted = true;
    }

    @AfterEach
    void end() {
        people.trusted = false;
        if (context != null) {
            context.close();
        }
        assertThat(complaints)
                .allMatch(line -> line.matches(".*status of (401|422).*"))
                .hasSizeLessThan(4);
    }

    /** The provider's page: another site, as for everybody who uses the console. */
    private void provide(Route route) {
        var address = URI.create(route.request().url());
        var query = Arrays.stream(address.getRawQuery().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
        var back = query.get("redirect_uri");
        route.fulfill(new Route.FulfillOptions()
                .setContentType("text/html")
                .setBody("<form action='" + back + "'><input name=code autofocus><input type=hidden name=state value='"
                        + query.get("state") + "'><button>Enter</button></form>"));
    }

    private Page enter(String person, Browser.NewContextOptions options) {
        context = Chromium.context(options);
        context.route(url -> url.startsWith(PeopleOfTheConsole.ISSUER), this::provide);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().matches("error|warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(server.resolve("/console/work").toString());
        picture(page, "work-login");
        page.locator("a.button").first().click();
        page.locator("input[name=code]").fill(person);
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.contains("/login/"));
        // The browser went on by itself, with the session's cookie, though it came from another site.
        PlaywrightAssertions.assertThat(page.locator(".who b"))
                .hasText(person, new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        page.navigate(server.resolve("/console/work").toString());
        PlaywrightAssertions.assertThat(page.locator(".who b"))
                .hasText(person, new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        return page;
    }

    private static Browser.NewContextOptions wide() {
        return new Browser.NewContextOptions().setViewportSize(1280, 900);
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    @Test
    void twoReviewersReleaseAnAnswerByKeyboardAlone() {
        var id = stage.hold();
        for (var reviewer : List.of("r.one", "r.two")) {
            var page = enter(reviewer, wide());
            page.locator("a[href$='/reviews/" + id + "']").first().focus();
            page.keyboard().press("Enter");
            page.waitForURL("**/reviews/" + id);
            picture(page, "work-review");
            page.locator("input[value=approve]").focus();
            page.keyboard().press("Space");
            page.keyboard().press("Tab");
            page.keyboard().type("It is the same person.");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            page.waitForURL("**/console/work?done=*");
            picture(page, "work-done-" + reviewer);
            if (reviewer.equals("r.one")) {
                page.navigate(server.resolve("/console/work/reviews/" + id).toString());
                picture(page, "work-review-again");
                context.close();
            }
        }
        assertThat(stage.held(id).state()).isEqualTo(HeldResponse.State.APPROVED);
    }

    @Test
    void anAuthorisationIsFiledAndGrantedByKeyboardAlone() {
        var id = stage.authorise(Instant.now().plusSeconds(50_000), "stop_on_rejection", "purge_on_rejection");
        var page = enter("a.lee", wide());
        page.locator("a[href$='/authorisations/" + id + "']").first().focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/authorisations/" + id);
        page.locator("#reference").focus();
        page.keyboard().type("12 Gs 481/26");
        page.keyboard().press("Tab");
        page.keyboard().type("Amtsgericht Mitte");
        page.locator("#requested").fill("2026-11-25T10:00");
        picture(page, "work-authorisation");
        page.locator("#requested ~ button, fieldset + button").first().focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/console/work?done=*");
        context.close();
        page = enter("c.ash", wide());
        page.navigate(server.resolve("/console/work/authorisations/" + id).toString());
        page.locator("input[value=grant]").focus();
        page.keyboard().press("Space");
        page.locator("#reason").focus();
        page.keyboard().type("Order of 25 November.");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.waitForURL("**/console/work?done=*");
        page.navigate(server.resolve("/console/work/authorisations/" + id).toString());
        PlaywrightAssertions.assertThat(page.locator("dd b").first()).hasText("Granted");
    }

    @Test
    void theInboxAndEachOfItsPagesCanBeSeen() {
        stage.hold();
        stage.hold();
        var proposal = stage.propose("hope", "access_control");
        stage.propose("pd", "suspect_search");
        var appeal = stage.appeal("We have a court order of 12 November for this person.\nCase 2026-114.");
        people.registered.put(
                "x.all",
                new Person(
                        "x.all",
                        Set.of(Role.OFFICER, Role.OPERATOR),
                        null,
                        new Login(PeopleOfTheConsole.ISSUER, "x.all"),
                        Instant.EPOCH,
                        null));
        var page = enter("x.all", wide());
        picture(page, "work-inbox");
        page.navigate(server.resolve("/console/work/appeals/" + appeal).toString());
        picture(page, "work-appeal");
        context.close();
        page = enter("b.doe", wide());
        page.navigate(server.resolve("/console/work/proposals/" + proposal.id()).toString());
        picture(page, "work-proposal");
        page.navigate(server.resolve("/console/decisions").toString());
        picture(page, "work-right");
        complaints.removeIf(line -> line.contains("403"));
        context.close();
        page = enter("a.lee", wide().setColorScheme(ColorScheme.DARK).setLocale("fr-FR"));
        picture(page, "work-inbox-dark-french");
    }

    @Test
    void aMemberOfACallingOrganisationHasAPageOfTheirOwn() {
        people.register("j.kim", Role.MEMBER);
        people.sampleRecords();
        var page = enter("j.kim", wide());
        page.navigate(server.resolve("/console").toString());
        page.waitForURL("**/console/mine");
        picture(page, "mine");
        page.setViewportSize(360, 740);
        ConsoleBrowser.fits(page, "the page");
        picture(page, "mine-narrow");
        complaints.removeIf(line -> line.contains("403"));
    }

    @Test
    void aPhoneNeverScrollsSideways() {
        var review = stage.hold();
        var proposal = stage.propose("hope", "attendance");
        var appeal = stage.appeal("longword".repeat(60));
        var authorisation = stage.authorise(Instant.now().plusSeconds(50_000), "stop_on_rejection");
        var page = enter("a.lee", new Browser.NewContextOptions().setViewportSize(360, 740));
        for (var path : List.of(
                "",
                "/reviews/" + review,
                "/proposals/" + proposal.id(),
                "/appeals/" + appeal,
                "/authorisations/" + authorisation)) {
            page.navigate(server.resolve("/console/work" + path).toString());
            page.locator("summary").all().forEach(summary -> summary.click());
            ConsoleBrowser.fits(page, path);
            assertThat(page.locator("input:not([type=hidden]):not([id]):not([type=radio])")
                            .count())
                    .isZero();
            picture(page, "work-narrow" + path.replaceAll("[^a-z]+", "-"));
        }
    }
}
