package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each page of the console with everything that it loads weighs less than 60 KB as it is sent. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class PageWeightInChromiumTest {
    private static final int MOST = 60_000;

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    ConsoleLogin login;

    @Test
    void noPageWeighsMore() {
        MonthOfRecords.into(rooms.archive);
        var weights = new TreeMap<String, Integer>();
        try (var browser = new ConsoleBrowser()) {
            for (var path : List.of(
                    "/console?" + MonthOfRecords.PERIOD,
                    "/console/decisions",
                    "/console/decisions/" + SampleRecords.POLICE,
                    "/console/counts?by=refusals&" + MonthOfRecords.PERIOD,
                    "/console/work",
                    "/console/policies",
                    "/console/policies/eu-ai-act-post-remote",
                    "/console/policies/history",
                    "/console/calendar",
                    "/console/calendar?year=2026",
                    "/console/try",
                    "/console/organisations",
                    "/console/organisations/hope",
                    "/console/reports?from=2026-07-01&until=2026-09-30",
                    "/console/integrity")) {
                weights.put(path, weight(browser.enter(login.openAt(server), new Browser.NewContextOptions()), path));
            }
        }
        rooms.archive.clear();
        assertThat(weights)
                .allSatisfy((path, bytes) -> assertThat(bytes).as(path).isBetween(5_000, MOST));
    }

    /** The sum of all responses, headers and bodies as they are sent, with nothing kept from other pages. */
    private int weight(Page login, String path) {
        var context = login.context();
        login.close();
        var page = context.newPage();
        var session = context.newCDPSession(page);
        session.send("Network.enable");
        session.send("Network.setCacheDisabled", disabled());
        var sum = new int[1];
        session.on(
                "Network.loadingFinished",
                event -> sum[0] += event.get("encodedDataLength").getAsInt());
        page.navigate(server.resolve(path).toString());
        page.waitForLoadState(LoadState.NETWORKIDLE);
        context.close();
        return sum[0];
    }

    private static JsonObject disabled() {
        var asked = new JsonObject();
        asked.addProperty("cacheDisabled", true);
        return asked;
    }
}
