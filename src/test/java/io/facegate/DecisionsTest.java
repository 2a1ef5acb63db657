package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every decision stands in the index, in order, with the title, date and status of its page, and no number is missing. */
class DecisionsTest {
    private static final Path FOLDER = Path.of("docs/decisions");
    private static final String NAMES = "0130";

    /** Numbers up to here were given in blocks; the index lists those that were never used. */
    private static final int GIVEN_IN_BLOCKS = 99;

    private static final Pattern TITLE = Pattern.compile("# (\\d{4}):? (\\S.*)");
    private static final Pattern STATUS = Pattern.compile(
            "Date: (20\\d\\d-[01]\\d-[0-3]\\d)\\. Status: ((accepted|in force|superseded by \\[\\d{4}]\\([^)]+\\))([;.]"
                    + " .*)?)\\.");
    private static final Pattern ROW =
            Pattern.compile("\\| \\[(\\d{4})]\\(([^)]+)\\) \\| (.+?) \\| (\\S+) \\| (.+) \\|");
    private static final Pattern UNUSED = Pattern.compile("\\| (\\d{4})(?:–(\\d{4}))? \\| never used \\| \\| \\|");
    private static final Pattern LINK = Pattern.compile("\\[(\\d{4})]\\((\\d{4})[^)]*\\)");

    private static final Pattern RENAMED = Pattern.compile("(?m)^\\| ((?:`[\\w.]+`(?:, )?)+) \\|");
    private static final Pattern QUALIFIED = Pattern.compile("`((?:\\w+\\.)+[A-Z]\\w*)`");

    @TempDir
    private Path copy;

    @Test
    void theIndexAndThePagesAgree() throws IOException {
        assertThat(mistakes(FOLDER)).isEmpty();
    }

    /** The page of old class names is the only one with a class of a package under its old name. */
    @Test
    void noOtherPageHasAnOldName() throws IOException {
        for (var page : pages(FOLDER)) {
            if (!page.getFileName().toString().startsWith(NAMES)) {
                assertThat(oldNames(Files.readString(page))).as(page.toString()).isEmpty();
            }
        }
        assertThat(oldNames("`gate.Series`, `gateway.AggregationDetector`"))
                .as("the control")
                .containsExactly("gate.Series");
    }

    private static List<String> oldNames(String page) throws IOException {
        var map = Files.readString(FOLDER.resolve(NAMES + "-plain-names.md"));
        var old = RENAMED.matcher(map)
                .results()
                .flatMap(row -> QUALIFIED.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .filter(name -> Files.notExists(Path.of("src/main/java/io/facegate", name.replace('.', '/') + ".java")))
                .toList();
        return QUALIFIED
                .matcher(page)
                .results()
                .map(name -> name.group(1))
                .filter(old::contains)
                .toList();
    }

    /** Broken controls: each mistake is found in a copy that has it. */
    @Test
    void aMissingRowStatusOrNumberIsFound() throws IOException {
        for (var page : pages(FOLDER)) {
            Files.copy(page, copy.resolve(page.getFileName()));
        }
        var index = Files.readString(FOLDER.resolve("README.md"));
        var first = copy.resolve(pages(FOLDER).getFirst().getFileName());
        var page = Files.readString(first);
        var last = pages(copy).getLast();

        write(index.lines().filter(line -> !line.contains("[0011]")).toList());
        assertThat(mistakes(copy)).anyMatch(said -> said.startsWith("0011"));
        write(index.lines().toList());
        assertThat(mistakes(copy)).isEmpty();
        Files.writeString(first, page.replaceFirst("Date: .*", ""));
        assertThat(mistakes(copy)).anyMatch(said -> said.contains("date and status"));
        Files.writeString(first, page.replaceFirst("Date: 2026-11-2\\d", "Date: 2026-11-01"));
        assertThat(mistakes(copy)).anyMatch(said -> said.startsWith("0001"));
        Files.writeString(first, page);
        Files.move(last, copy.resolve("0999-far-away.md"));
        assertThat(mistakes(copy)).isNotEmpty();
    }

    private void write(List<String> lines) throws IOException {
        Files.write(copy.resolve("README.md"), lines);
    }

    private static List<Path> pages(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }

    private static List<String> mistakes(Path folder) throws IOException {
        var mistakes = new ArrayList<String>();
        var expected = new TreeMap<Integer, String>();
        for (var page : pages(folder)) {
            read(page, expected, mistakes);
        }
        var rows = new TreeMap<Integer, String>();
        int before = 0;
        for (var line : Files.readAllLines(folder.resolve("README.md"))) {
            var row = ROW.matcher(line);
            var unused = UNUSED.matcher(line);
            int number = before;
            if (row.matches()) {
                number = Integer.parseInt(row.group(1));
                rows.put(number, line);
            } else if (unused.matches()) {
                number = unused(unused, rows, mistakes);
            }
            if (number < before) {
                mistakes.add(line + " stands out of order");
            }
            before = number;
        }
        compare(expected, rows, mistakes);
        return mistakes;
    }

    private static int unused(Matcher row, TreeMap<Integer, String> rows, List<String> mistakes) {
        int last = Integer.parseInt(row.group(2) == null ? row.group(1) : row.group(2));
        for (int number = Integer.parseInt(row.group(1)); number <= last; number++) {
            rows.put(number, "never used");
            if (number > GIVEN_IN_BLOCKS) {
                mistakes.add(number + " may not stay unused");
            }
        }
        return last;
    }

    private static void read(Path page, TreeMap<Integer, String> expected, List<String> mistakes) throws IOException {
        var name = page.getFileName().toString();
        var lines = Files.readAllLines(page);
        var title = TITLE.matcher(lines.getFirst());
        var status = STATUS.matcher(lines.size() > 2 ? lines.get(2) : "");
        if (!title.matches() || !name.startsWith(title.group(1) + "-") || !status.matches()) {
            mistakes.add(name + " does not begin with its number and title, and its date and status");
            return;
        }
        LINK.matcher(status.group(2))
                .results()
                .filter(link -> !link.group(1).equals(link.group(2)))
                .forEach(link -> mistakes.add(name + " names " + link.group(1) + " and leads elsewhere"));
        expected.put(
                Integer.parseInt(title.group(1)),
                "| [%s](%s) | %s | %s | %s |"
                        .formatted(title.group(1), name, title.group(2), status.group(1), status.group(2)));
    }

    private static void compare(
            TreeMap<Integer, String> expected, TreeMap<Integer, String> rows, List<String> mistakes) {
        expected.forEach((number, row) -> {
            if (!row.equals(rows.get(number))) {
                mistakes.add("%04d: the index should have: %s".formatted(number, row));
            }
        });
        int last = expected.isEmpty() ? 0 : expected.lastKey();
        for (int number = 1; number <= last; number++) {
            if (!rows.containsKey(number)) {
                mistakes.add("%04d is missing".formatted(number));
            }
        }
        rows.forEach((number, row) -> {
            if (!row.equals("never used") && !expected.containsKey(number)) {
                mistakes.add("%04d stands in the index and has no page".formatted(number));
            }
        });
    }
}
