package io.facegate.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with how a page looks: too wide, not for paper, or a control whose focus is not seen. */
final class PageLook {
    private static final int PAPER = 720;

    private PageLook() {}

    /** How much wider than the window the page is, once a busy machine had time to lay it out; empty if it fits. */
    static List<String> tooWide(Page page) {
        var wide = page.evaluate(WIDER);
        for (int look = 0; look < 20 && !wide.equals(0); look++) {
            page.waitForTimeout(50);
            wide = page.evaluate(WIDER);
        }
        return wide.equals(0) ? List.of() : List.of("too wide by " + wide + " pixels");
    }

    /** What is on paper and is of no use there, or does not fit. */
    @SuppressWarnings("unchecked")
    static List<String> onPaper(Page page) {
        var size = page.viewportSize();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        page.setViewportSize(PAPER, size.height);
        var found = new ArrayList<>((List<String>) page.evaluate(ON_PAPER));
        tooWide(page).forEach(said -> found.add("too wide for paper: " + said));
        page.setViewportSize(size.width, size.height);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        return found;
    }

    /** Controls that Tab does not reach in the order of the page, and those that do not show that they have the focus. */
    @SuppressWarnings("unchecked")
    static List<String> unreachable(Page page) {
        // After a key, a browser shows the focus of whatever gets it.
        page.keyboard().press("Tab");
        return (List<String>) page.evaluate(UNREACHABLE);
    }

    private static final String WIDER = "document.documentElement.scrollWidth - window.innerWidth";

    private static final String ON_PAPER = """
        () => [...document.querySelectorAll('.menu, .language, .leave, button, .presets, .pages, .skip')]
            .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().right > 0)
            .map(one => 'on paper: ' + one.outerHTML.slice(0, 200))\
        """;

    private static final String UNREACHABLE = """
        () => {
          const found = [];
          const said = (what, one) => found.push(what + ': ' + one.outerHTML.slice(0, 200));
          const seen = one => one.checkVisibility({visibilityProperty: true});
          for (const one of document.querySelectorAll('[role=button], [role=link], [onclick], a:not([href])')) {
            if (seen(one) && one.tabIndex < 0) said('no control', one);
          }
          for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
            if (one.tabIndex > 0) said('out of order', one);
            if (one.disabled || one.type === 'hidden' || one.tabIndex < 0 || !seen(one)) continue;
            one.focus({focusVisible: true});
            if (document.activeElement !== one) { said('no focus', one); continue; }
            const style = getComputedStyle(one);
            if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) said('no outline', one);
            const box = one.getBoundingClientRect();
            if (box.width < 1 || box.height < 1) said('no size', one);
          }
          document.activeElement.blur();
          scrollTo(0, 0);
          return found;
        }\
        """;
}
