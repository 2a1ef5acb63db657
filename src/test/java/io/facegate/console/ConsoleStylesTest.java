package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All pages share one style sheet: a class that one page styles must not change another page. */
class ConsoleStylesTest {
    private static final Path STYLES = Path.of("src/main/resources/console/console.css");
    private static final Pattern PAGE = Pattern.compile("/\\* Page: ([^*]*?)\\.? ?\\*/");
    private static final Pattern RULE = Pattern.compile("([^{}]+)\\{");
    private static final Pattern LEADING_CLASS = Pattern.compile("^\\.([a-z][\\w-]*)(?=$|[ :>+~])");

    @Test
    void noClassIsStyledByTwoPages() throws IOException {
        assertThat(styledTwice(Files.readString(STYLES))).isEmpty();
    }

    @Test
    void aClassThatTwoPagesStyleIsFound() {
        var planted =
                ".base { }\n/* Page: one. */\n.figures b { }\n.base + .own { }\n/* Page: two. */\ntd, .figures { }";
        assertThat(styledTwice(planted)).containsOnlyKeys("figures");
    }

    /** The classes that begin a selector of two pages, beside those that the shared part has. */
    private static Map<String, Set<String>> styledTwice(String styles) {
        var pages = new TreeMap<String, Set<String>>();
        var shared = new TreeSet<String>();
        var heading = PAGE.matcher(styles);
        var page = "";
        int start = 0;
        while (heading.find()) {
            collect(styles.substring(start, heading.start()), page, pages, shared);
            page = heading.group(1);
            start = heading.end();
        }
        collect(styles.substring(start), page, pages, shared);
        pages.keySet().removeAll(shared);
        pages.values().removeIf(names -> names.size() < 2);
        return pages;
    }

    private static void collect(String part, String page, Map<String, Set<String>> pages, Set<String> shared) {
        var rules = RULE.matcher(part.replaceAll("(?s)/\\*.*?\\*/", ""));
        while (rules.find()) {
            for (var selector : rules.group(1).split(",")) {
                var leading = LEADING_CLASS.matcher(selector.strip());
                if (leading.find() && page.isEmpty()) {
                    shared.add(leading.group(1));
                } else if (leading.find(0)) {
                    pages.computeIfAbsent(leading.group(1), _ -> new TreeSet<>())
                            .add(page);
                }
            }
        }
    }
}
