package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A byte of a record is changed under a running gateway: an officer finds which record it is, before and after a restart. */
class TamperedConsoleIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    @Test
    void theConsoleSaysWhichRecordWasChangedBeforeAndAfterARestart() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.register(data).hope();
        long number;
        try (var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")))) {
            try (var gateway = Gateway.start(data)) {
                IntStream.range(0, 3)
                        .forEach(_ -> assertThat(call(gateway, hope)).isEqualTo(400));
                var page = logIn(browser, gateway);
                page.navigate(gateway.calls().resolve("/console/integrity").toString());
                assertThat(page.locator(".mark").count()).isZero();
                number = change(data.resolve("ledger.db"));
                Await.until(() -> call(gateway, hope) == 503);
                shows(page, gateway, number);
                assertThat(page.locator("#recording-stopped").innerText()).contains("takes no more records");
                assertThat(Files.readString(data.resolve("views.unrecorded")))
                        .contains("\"subject\":\"record/" + number + '"');
            }
            assertThat(Gateway.run("serve", "--data", data.toString(), "--port", "0", "--health-port", "0")
                            .expect(1)
                            .err())
                    .contains("The ledger was changed at record " + number, "--read-only");
            try (var gateway = Gateway.start(data, "--read-only")) {
                assertThat(call(gateway, hope)).isEqualTo(503);
                shows(logIn(browser, gateway), gateway, number);
            }
        }
    }

    /** Every page is marked, the integrity page names the record, and its own page shows it between its neighbours. */
    private static void shows(Page page, Gateway gateway, long number) {
        Await.until(() -> {
            page.navigate(gateway.calls().resolve("/console/integrity").toString());
            return page.locator("#mismatch").count() == 1;
        });
        assertThat(page.locator("#mismatch").innerText())
                .containsPattern(
                        "Record " + number + ", written (between|after|before) .*20[0-9]{2}.*, was tampered with\\.");
        page.locator("#mismatch a").click();
        page.waitForURL("**/console/integrity/records/" + number);
        assertThat(page.locator("main").innerText())
                .contains(
                        "Record " + number,
                        "It was changed after it was written.",
                        "Record " + (number - 1),
                        "Record " + (number + 1))
                .doesNotContain("iope");
        for (var address : List.of("/console", "/console/decisions", "/console/policies", "/console/organisations")) {
            page.navigate(gateway.calls().resolve(address).toString());
            assertThat(String.join("\n", page.locator(".mark").allInnerTexts()))
                    .as(address)
                    .contains("Record " + number + " was tampered with.");
        }
    }

    private static Page logIn(Browser browser, Gateway gateway) {
        var page = browser.newContext(new Browser.NewContextOptions().setLocale("en"))
                .newPage();
        page.navigate(gateway.console().toString());
        page.waitForURL("**/console**");
        return page;
    }

    private static int call(Gateway gateway, Key key) {
        try {
            var request = HttpRequest.newBuilder(URI.create(gateway.calls() + "/facegate/v1/detect"))
                    .header("X-Api-Key", key.apiKey())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"image\":{\"bytes\":\"\"}}"));
            return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Changes one byte of the first decision; returns the number of its record. */
    private static long change(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var update = connection.prepareStatement("UPDATE batch SET lines = ? WHERE first = ?")) {
            statement.execute("PRAGMA busy_timeout = 10000");
            var found = first(statement);
            var changed = found.getValue().replace("\"id\":\"hope\"", "\"id\":\"iope\"");
            assertThat(changed).isNotEqualTo(found.getValue());
            update.setBytes(1, changed.getBytes(StandardCharsets.UTF_8));
            update.setLong(2, found.getKey());
            assertThat(update.executeUpdate()).isOne();
            return found.getKey() + 1;
        }
    }

    /** The first batch whose first record is a decision, and where it begins. */
    private static Map.Entry<Long, String> first(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SELECT first, lines FROM batch WHERE CAST(lines AS TEXT)"
                + " LIKE '%\"kind\":\"DECISION\"%' ORDER BY first LIMIT 1")) {
            assertThat(rows.next()).isTrue();
            return Map.entry(rows.getLong(1), new String(rows.getBytes(2), StandardCharsets.UTF_8));
        }
    }
}
