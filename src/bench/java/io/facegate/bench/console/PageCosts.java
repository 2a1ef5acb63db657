package io.facegate.bench.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import io.facegate.bench.gateway.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What pages of a console cost: the gateway's processor time, the time until the answer, and a browser's first paint. */
final class PageCosts {
    private static final int WARM = 15;
    private static final int ROUNDS = 20;
    private static final int PAINTS = 5;
    private static final String PAINT = "performance.getEntriesByName('first-contentful-paint')[0]";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ChildProcess gateway;
    private final URI server;
    private final String session;
    private final long size;

    /**
     * Logs in.
     *
     * @param link the printed link, which works once
     * @param size the number of records
     */
    PageCosts(ChildProcess gateway, URI link, long size) throws IOException, InterruptedException {
        this.gateway = gateway;
        this.server = link.resolve("/");
        this.size = size;
        var answer = client.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.discarding());
        this.session = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    void print(PrintStream to) throws IOException, InterruptedException {
        for (var path : pages().values()) {
            for (int i = 0; i < WARM; i++) {
                get(path);
            }
        }
        to.println("| page | processor time | answered in, median and slowest of " + ROUNDS + " | as sent |");
        to.println("|---|---|---|---|");
        for (var page : pages().entrySet()) {
            to.println(row(page.getKey(), page.getValue()));
        }
        to.println();
        to.println("| first paint in Chromium | median of " + PAINTS + " |");
        to.println("|---|---|");
        paints(to);
    }

    private Map<String, String> pages() throws IOException, InterruptedException {
        var list = "/console/decisions";
        var today = LocalDate.now(ZoneOffset.UTC);
        var newest = get(list, "identity").body();
        var decision = new String(newest, StandardCharsets.UTF_8)
                .replaceAll("(?s).*?href=\"(/console/decisions/[0-9a-f-]{36})\".*", "$1");
        var pages = new LinkedHashMap<String, String>();
        pages.put("overview, 30 days", "/console");
        pages.put("overview, 90 days", "/console?days=90");
        pages.put("who was refused, by which rule", "/console/counts?by=refusals&days=90");
        pages.put("counts by rule, 90 days", "/console/counts?by=rule&days=90");
        pages.put("list, newest", list);
        pages.put("list, in the middle", list + "?before=" + size / 2);
        pages.put("list, refusals of a rule", list + "?outcome=refuse&rule=pack-3/rule-7");
        pages.put("list, an organisation", list + "?organisation=org-16");
        pages.put("list, one day", list + "?from=" + today.minusDays(60) + "&until=" + today.minusDays(60));
        pages.put("list, a place", list + "?place=US-OR");
        pages.put("list, words", list + "?words=moratorium");
        pages.put("list, nothing found", list + "?outcome=fault&organisation=org-16&rule=pack-3/rule-8");
        pages.put("a decision", decision);
        pages.put("work", "/console/work");
        pages.put("integrity", "/console/integrity");
        pages.put("report of 90 days", "/console/reports?from=" + today.minusDays(89) + "&until=" + today);
        pages.put("organisations", "/console/organisations");
        return pages;
    }

    private String row(String name, String path) throws IOException, InterruptedException {
        get(path);
        var times = new double[ROUNDS];
        long length = 0;
        var before = gateway.processor();
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            var answer = get(path);
            times[i] = (System.nanoTime() - begin) / 1e6;
            length = answer.body().length;
            if (answer.statusCode() >= 300) {
                throw new IOException(path + " answers " + answer.statusCode());
            }
        }
        double processor = gateway.processor().minus(before).toNanos() / 1e6 / ROUNDS;
        Arrays.sort(times);
        return String.format(
                Locale.ROOT,
                "| %s | %.0f ms | %.0f and %.0f ms | %.0f KB |",
                name,
                processor,
                times[ROUNDS / 2],
                times[ROUNDS - 1],
                length / 1000.0);
    }

    /** A page as a browser asks for it: compressed. */
    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return get(path, "gzip");
    }

    private HttpResponse<byte[]> get(String path, String encoding) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Cookie", session)
                .header("Accept-Encoding", encoding)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Each paint in a new context, so with nothing kept by the browser. */
    private void paints(PrintStream to) {
        var options = new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium"))
                .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu"));
        var quiet = new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        try (var playwright = Playwright.create(quiet);
                var browser = playwright.chromium().launch(options)) {
            for (var path : List.of("/console", "/console/decisions")) {
                var times = new double[PAINTS];
                for (int i = 0; i < PAINTS; i++) {
                    times[i] = paint(browser, path);
                }
                Arrays.sort(times);
                to.printf(Locale.ROOT, "| %s | %.0f ms |%n", path, times[PAINTS / 2]);
            }
        }
    }

    private double paint(Browser browser, String path) {
        try (var context = browser.newContext()) {
            var parts = session.split("=", 2);
            context.addCookies(List.of(new Cookie(parts[0], parts[1]).setUrl(server.toString())));
            var page = context.newPage();
            page.navigate(server.resolve(path).toString());
            // A page may be loaded before it is painted.
            page.waitForFunction(PAINT + " !== undefined");
            return ((Number) page.evaluate(PAINT + ".startTime")).doubleValue();
        }
    }
}
