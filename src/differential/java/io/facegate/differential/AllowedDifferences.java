package io.facegate.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reviewed list of intended differences. One difference per line, tab-separated: wire, operation, kind, old value, new
 * value, and the reason why it is right. A star matches any text.
 */
final class AllowedDifferences {
    private static final int COLUMNS = 6;

    private final List<Row> rows;
    private final Set<Row> used = new HashSet<>();

    private record Row(List<Pattern> patterns, String line, String reason) {}

    private AllowedDifferences(List<Row> rows) {
        this.rows = rows;
    }

    static AllowedDifferences read(Path file) throws IOException {
        return new AllowedDifferences(Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> row(file, line))
                .toList());
    }

    private static Row row(Path file, String line) {
        var cells = line.split("\t");
        if (cells.length != COLUMNS || cells[COLUMNS - 1].isBlank()) {
            throw new IllegalArgumentException(
                    file + ": needs wire, operation, kind, what was, what is and a reason, with tabs between: " + line);
        }
        return new Row(
                Arrays.stream(cells, 0, COLUMNS - 1)
                        .map(AllowedDifferences::glob)
                        .toList(),
                line,
                cells[COLUMNS - 1]);
    }

    private static Pattern glob(String cell) {
        return Pattern.compile(
                Arrays.stream(cell.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    /** The reason why this difference is allowed, or an empty text if no line matches. */
    String reason(Difference difference) {
        var group = difference.group().split("\t", 2);
        var cells = List.of(group[0], group[1], difference.kind(), difference.older(), difference.newer());
        for (var row : rows) {
            boolean fits = true;
            for (int at = 0; at < cells.size() && fits; at++) {
                fits = row.patterns().get(at).matcher(cells.get(at)).matches();
            }
            if (fits) {
                used.add(row);
                return row.reason();
            }
        }
        return "";
    }

    /** Lines that matched nothing: outdated or misspelt. */
    List<String> unused() {
        return rows.stream().filter(row -> !used.contains(row)).map(Row::line).toList();
    }
}
