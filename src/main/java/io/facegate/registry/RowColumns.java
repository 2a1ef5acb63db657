package io.facegate.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a sealed row or of a child row: the very values that the row's HMAC covers, so that what was verified is
 * what is used.
 *
 * @param children rows of each child table, in the order of {@link SealedTable#children}
 */
record RowColumns(Map<String, Object> byName, List<List<RowColumns>> children) {
    static RowColumns of(SealedRow row) {
        return of(row.values());
    }

    /** Names and values in turn, then a list for each child table, as {@link SealedTable} reads them. */
    private static RowColumns of(List<?> values) {
        var byName = new HashMap<String, Object>();
        var children = new ArrayList<List<RowColumns>>();
        for (int at = 0; at < values.size(); at++) {
            if (values.get(at) instanceof List<?> below) {
                children.add(below.stream()
                        .map(child -> of((List<?>) Objects.requireNonNull(child)))
                        .toList());
            } else {
                byName.put((String) values.get(at), values.get(at + 1));
                at++;
            }
        }
        return new RowColumns(byName, children);
    }

    @Nullable
    String optional(String column) {
        return (String) byName.get(column);
    }

    String text(String column) {
        return (String) value(column);
    }

    long number(String column) {
        return ((Number) value(column)).longValue();
    }

    double real(String column) {
        return ((Number) value(column)).doubleValue();
    }

    byte[] bytes(String column) {
        return ((byte[]) value(column)).clone();
    }

    boolean has(String column) {
        return byName.containsKey(column);
    }

    @Nullable
    Instant instant(String column) {
        return has(column) ? SqlStatements.toInstant(number(column)) : null;
    }

    /** One column of the rows of a child table. */
    List<String> texts(int child, String column) {
        return children.get(child).stream().map(row -> row.text(column)).toList();
    }

    /** Facts in a child table: words by name. */
    Map<String, List<String>> facts(int child) {
        var found = new TreeMap<String, List<String>>();
        for (var row : children.get(child)) {
            found.computeIfAbsent(row.text("name"), name -> new ArrayList<>()).add(row.text("word"));
        }
        return found;
    }

    /** True if both have the same words under the same names, in any order. */
    static boolean isSame(Map<String, List<String>> one, Map<String, List<String>> other) {
        return words(one).equals(words(other));
    }

    private static Set<String> words(Map<String, List<String>> facts) {
        var all = new HashSet<String>();
        facts.forEach((name, words) -> words.forEach(word -> all.add(name + '\n' + word)));
        return all;
    }

    /** True if a column holds that time, to the second as it is stored. */
    boolean isAt(String column, @Nullable Instant time) {
        return time == null ? !has(column) : has(column) && number(column) == time.getEpochSecond();
    }

    private Object value(String column) {
        return Objects.requireNonNull(byName.get(column), column);
    }
}
