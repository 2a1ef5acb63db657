package io.facegate.console;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What axe-core finds in a page against WCAG 2.2 at level AA, and against good practice. */
final class AxeCheck {
    private static final String SCRIPT = script();
    private static final String RUN = """
        async ([type, values]) => {
          const found = await axe.run(document, {runOnly: {type, values}, resultTypes: ['violations']});
          return found.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 300)
              + ' [' + node.any.concat(node.all, node.none).map(check => check.message).join('; ').slice(0, 300) + ']'));
        }\
        """;

    private AxeCheck() {}

    /** The violations in a page as it is at this moment: the rule, the element, and why. */
    static List<String> violations(Page page) {
        return run(page, "tag", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"));
    }

    /** Those of the rules that the colours of a page decide. */
    static List<String> contrastViolations(Page page) {
        return run(page, "rule", List.of("color-contrast", "link-in-text-block"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(Page page, String type, List<String> values) {
        if (!(Boolean) page.evaluate("typeof axe === 'object'")) {
            page.evaluate(SCRIPT);
        }
        return (List<String>) page.evaluate(RUN, List.of(type, values));
    }

    private static String script() {
        try (var file = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
