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
        async ([type, values, without]) => {
          const rules = Object.fromEntries(without.map(rule => [rule, {enabled: false}]));
          const found = await axe.run(document, {runOnly: {type, values}, rules, resultTypes: ['violations']});
          return found.violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 300)
              + ' [' + node.any.concat(node.all, node.none).map(check => check.message).join('; ').slice(0, 300) + ']'));
        }\
        """;

    /** Elements of one kind have the same tags, classes, states and children, whatever their text. */
    private static final String KEEP_SOME = """
        () => {
          const said = ['class', 'role', 'type', 'lang', 'hidden', 'disabled', 'open', 'scope',
              'aria-current', 'aria-expanded', 'aria-hidden', 'aria-invalid', 'aria-pressed'];
          const attributes = element => [...element.attributes].map(one => one.name
              + (said.includes(one.name) ? '=' + one.value : '')).sort().join(' ');
          const hasText = element => [...element.childNodes].some(one => one.nodeType === 3 && one.data.trim());
          const kind = element => '<' + element.localName + ' ' + attributes(element) + (hasText(element) ? ' text' : '') + '>'
              + [...new Set([...element.children].map(kind))].join('') + '</>';
          const thin = parent => {
            const seen = {};
            for (const child of [...parent.children]) {
              const its = kind(child);
              seen[its] = (seen[its] || 0) + 1;
              // What has an id may be named elsewhere in the page.
              if (seen[its] > 3 && !child.id && !child.querySelector('[id]')) child.remove(); else thin(child);
            }
          };
          thin(document.body);
        }\
        """;

    private static final List<String> STANDARDS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    private AxeCheck() {}

    /** The violations in a page as it is at this moment: the rule, the element, and why. */
    static List<String> violations(Page page) {
        return run(page, "tag", STANDARDS, List.of());
    }

    /** The same without the rules that colours decide, which take half of the time. */
    static List<String> violationsBesideColours(Page page) {
        return run(page, "tag", STANDARDS, COLOURS);
    }

    /** Those of the rules that the colours of a page decide. */
    static List<String> contrastViolations(Page page) {
        return run(page, "rule", COLOURS, List.of());
    }

    /** Takes out what is repeated: of sibling elements of the same kind, three stay. */
    static void keepSomeOfEachKind(Page page) {
        page.evaluate(KEEP_SOME);
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(Page page, String type, List<String> values, List<String> without) {
        if (!(Boolean) page.evaluate("typeof axe === 'object'")) {
            page.evaluate(SCRIPT);
        }
        return (List<String>) page.evaluate(RUN, List.of(type, values, without));
    }

    private static String script() {
        try (var file = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
