package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.facegate.testkit.Chromium;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A real Chromium that visits the console of a test, with a printed link or as a person who logs in at a provider. */
public final class ConsoleBrowser implements AutoCloseable {
    private static final String WIDTH = "document.documentElement.scrollWidth";
    private static final Path PICTURES = Path.of("target/screenshots");

    private final List<BrowserContext> opened = new ArrayList<>();

    /** A page of somebody who is not logged in. */
    public Page stranger(Browser.NewContextOptions options) {
        return context(options).newPage();
    }

    /** A page of whoever opens a printed link. */
    public Page enter(URI link, Browser.NewContextOptions options) {
        var page = stranger(options);
        page.navigate(link.toString());
        return page;
    }

    /** A page of a person, who logs in by the keyboard alone. */
    public Page enter(URI server, String person, Browser.NewContextOptions options) {
        var page = stranger(options);
        page.navigate(server.resolve("/console/login").toString());
        focus(page, "a.button");
        page.keyboard().press("Enter");
        page.locator("input[name=code]").waitFor();
        page.keyboard().type(person);
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.contains("/login"));
        page.locator(".who b").waitFor();
        return page;
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        var context = Chromium.context(options);
        opened.add(context);
        context.route(url -> url.startsWith(PeopleOfTheConsole.ISSUER), ConsoleBrowser::provide);
        return context;
    }

    /** The provider's page, on another site. */
    private static void provide(Route route) {
        var query = Arrays.stream(
                        URI.create(route.request().url()).getRawQuery().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
        route.fulfill(new Route.FulfillOptions()
                .setContentType("text/html")
                .setBody("<form action='" + query.get("redirect_uri")
                        + "'><input name=code autofocus><input type=hidden name=state value='" + query.get("state")
                        + "'><button>Enter</button></form>"));
    }

    /** Presses Tab until that element has the focus, and demands that the focus is seen at each step. */
    public static void focus(Page page, String selector) {
        // Before its style sheet is there, a page shows the browser's own thin outline.
        page.waitForLoadState();
        for (int step = 0; step < 200; step++) {
            page.keyboard().press("Tab");
            assertThat(focusIsSeen(page))
                    .as("the focus at step %d to %s", step, selector)
                    .isEqualTo("seen");
            if ((Boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", selector)) {
                return;
            }
        }
        throw new AssertionError("Tab never reaches " + selector + " on " + page.url());
    }

    /** Says "seen", or what is missing after a busy machine had time to paint the focus. */
    private static Object focusIsSeen(Page page) {
        var answer = page.evaluate(FOCUS_IS_SEEN);
        for (int look = 0; look < 20 && !"seen".equals(answer); look++) {
            page.waitForTimeout(100);
            answer = page.evaluate(FOCUS_IS_SEEN);
        }
        return answer;
    }

    /** An element that has the focus is painted with an outline, and stands within the window. */
    private static final String FOCUS_IS_SEEN = """
        () => {
          const at = document.activeElement;
          if (at === document.body || at === document.documentElement) return 'seen';
          const style = getComputedStyle(at);
          const box = at.getBoundingClientRect();
          if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no outline: ' + at.outerHTML.slice(0, 200);
          if (box.width < 1 || box.height < 1) return 'no size: ' + at.outerHTML.slice(0, 200);
          if (box.bottom <= 0 || box.top >= innerHeight) return 'out of sight: ' + at.outerHTML.slice(0, 200);
          return 'seen';
        }\
        """;

    /** Demands that a page does not scroll sideways, once a busy machine had time to lay it out. */
    public static void fits(Page page, String what) {
        int width = page.viewportSize().width;
        var needed = page.evaluate(WIDTH);
        for (int look = 0; look < 50 && !needed.equals(width); look++) {
            page.waitForTimeout(100);
            needed = page.evaluate(WIDTH);
        }
        assertThat(needed).as("the width of %s", what).isEqualTo(width);
    }

    /** Where a picture is kept. */
    static Path pictureFile(String name) {
        return PICTURES.resolve(name + ".png");
    }

    /** Keeps what the page looks like; a page much longer than a screen is cut off at the screen. */
    public static void picture(Page page, String name) {
        var tall = ((Number) page.evaluate("document.documentElement.scrollHeight")).intValue() > 6000;
        page.screenshot(new Page.ScreenshotOptions()
                // Hiding the caret leaves an empty style in the page, which htmx copies and the policy refuses.
                .setCaret(ScreenshotCaret.INITIAL)
                .setPath(pictureFile(name))
                .setFullPage(!tall));
    }

    @Override
    public void close() {
        opened.forEach(BrowserContext::close);
    }
}
