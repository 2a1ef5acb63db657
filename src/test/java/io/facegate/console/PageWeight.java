package io.facegate.console;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.util.List;

/** What a page weighs with everything that it loads: headers and bodies as they are sent, nothing kept from other pages. */
final class PageWeight {
    /** In bytes. An issue of the console asks for less than 150 KB. */
    static final int MOST = 60_000;

    private final Page page;
    private int bytes;

    private PageWeight(Page page) {
        this.page = page;
        var session = page.context().newCDPSession(page);
        session.send("Network.enable");
        var disabled = new JsonObject();
        disabled.addProperty("cacheDisabled", true);
        session.send("Network.setCacheDisabled", disabled);
        session.on(
                "Network.loadingFinished",
                event -> bytes += event.get("encodedDataLength").getAsInt());
    }

    /** Weighs what the page loads from now on. */
    static PageWeight of(Page page) {
        return new PageWeight(page);
    }

    void restart() {
        bytes = 0;
    }

    int bytes() {
        page.waitForLoadState(LoadState.NETWORKIDLE);
        return bytes;
    }

    /** What is wrong with the weight: it is too large, or was not measured. */
    List<String> tooHeavy() {
        int all = bytes();
        return all < 3_000 || all > MOST ? List.of(all + " bytes") : List.of();
    }
}
