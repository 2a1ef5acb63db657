package io.facegate.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The one headless Chromium of a process of tests. A test opens a context of its own in it, and closes that only. */
public final class Chromium {
    private static final List<String> QUIET = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** For a page to answer on a busy machine; no test waits so long for what does not come. */
    private static final double PATIENCE = 120_000;

    private Chromium() {}

    /** Started when it is first asked for; it ends with the process. */
    public static Browser browser() {
        return Started.BROWSER;
    }

    /** A new context in it, for one test, which closes it. */
    public static BrowserContext context(Browser.NewContextOptions options) {
        var context = browser().newContext(options);
        context.setDefaultTimeout(PATIENCE);
        return context;
    }

    private static final class Started {
        static {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        }

        private static final Playwright PLAYWRIGHT = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));

        static final Browser BROWSER = PLAYWRIGHT
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(QUIET));
    }
}
