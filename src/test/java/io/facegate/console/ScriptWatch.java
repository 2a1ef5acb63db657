package io.facegate.console;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/**
 * A hostile text, and a look at whether a page of the browser took it for more than a text: it opened a dialog, the
 * policy of the page had to stop it, or it became elements.
 */
public final class ScriptWatch {
    /** Ends an attribute and an element, and runs in three ways; it fits into each field of the console. */
    public static final String HOSTILE = "'\"><img src=x data-planted onerror=alert(1)>";

    /** The same for fields that take more, with a script, and what templates and addresses could evaluate. */
    public static final String LONGER = HOSTILE
            + "</textarea></title><script data-planted>alert(2)</script><svg data-planted onload=alert(3)>"
            + "<a data-planted href=javascript:alert(4)>x</a>{7*7}${7*7}";

    private final Page page;
    private final List<String> found = new ArrayList<>();

    /** Looks at everything that the page does from now on. */
    public ScriptWatch(Page page) {
        this.page = page;
        page.onDialog(dialog -> {
            found.add("a dialog said " + dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                found.add(message.text());
            }
        });
        page.onPageError(found::add);
    }

    /** What ran, or tried to, on the pages so far; and what became elements of the page that is shown. */
    public List<String> found() {
        page.waitForLoadState();
        // A picture that does not exist fails a moment later than the page is there.
        page.waitForTimeout(100);
        var all = new ArrayList<>(found);
        page.locator("[data-planted]")
                .all()
                .forEach(one -> all.add("became an element: " + one.evaluate("one => one.localName")));
        return all;
    }
}
