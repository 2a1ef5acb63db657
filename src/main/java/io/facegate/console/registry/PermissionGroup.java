package io.facegate.console.registry;

import io.facegate.console.PageLanguage;
import io.facegate.usecase.registry.PermissionAnswer;
import io.facegate.usecase.registry.PermissionAnswer.Verdict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an organisation may do, may not do, or may do depending on the call. Kinds of calls with the same answer for the
 * same reason are one row where that loses nothing.
 *
 * @param answer {@code permitted}, {@code refused} or {@code depends}
 */
record PermissionGroup(String answer, List<PermissionRow> rows) {
    static List<PermissionGroup> of(PageLanguage speech, List<PermissionAnswer> answers) {
        var all =
                answers.stream().map(answer -> PermissionRow.of(speech, answer)).toList();
        return Arrays.stream(Verdict.values())
                .map(PermissionRow::word)
                .map(word -> new PermissionGroup(
                        word, joined(all.stream().filter(row -> row.answer().equals(word)))))
                .filter(group -> !group.rows.isEmpty())
                .toList();
    }

    /** Joins rows that differ in one column only, so that each row still says exactly what its calls have. */
    private static List<PermissionRow> joined(Stream<PermissionRow> rows) {
        var joined = rows.toList();
        for (var column : Column.values()) {
            var others = new LinkedHashMap<PermissionRow, TreeSet<String>>();
            for (var row : joined) {
                others.computeIfAbsent(column.set(row, List.of()), _ -> new TreeSet<>())
                        .addAll(column.get(row));
            }
            joined = others.entrySet().stream()
                    .map(one -> column.set(one.getKey(), List.copyOf(one.getValue())))
                    .toList();
        }
        return joined;
    }

    /** A column in which joined rows may differ. */
    private enum Column {
        WIRES,
        CAPABILITIES,
        PURPOSES;

        List<String> get(PermissionRow row) {
            return switch (this) {
                case WIRES -> row.wires();
                case CAPABILITIES -> row.capabilities();
                case PURPOSES -> row.purposes();
            };
        }

        PermissionRow set(PermissionRow row, List<String> values) {
            return switch (this) {
                case WIRES -> row.with(row.purposes(), row.capabilities(), values);
                case CAPABILITIES -> row.with(row.purposes(), values, row.wires());
                case PURPOSES -> row.with(values, row.capabilities(), row.wires());
            };
        }
    }

    public int size() {
        return rows.size();
    }

    /** The key of the group's name. */
    public String titleKey() {
        return "organisation.group." + answer;
    }
}
