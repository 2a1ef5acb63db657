package io.facegate.ingress.rekognition;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where one operation holds what obligations speak of, as the table of terms says; its threshold stands in the table of
 * operations.
 *
 * @param reply the shape of its reply, or null where the reply holds no face and no list
 * @param later whether its results come another way than by its reply
 * @param attributes the parameter that lists attributes, or null
 * @param most the parameter with the greatest number of results, or null
 * @param bound the vendor's own bound of that number
 * @param keepsPictures whether it makes the vendor keep pictures
 */
record Clauses(
        String operation,
        @Nullable String reply,
        boolean later,
        @Nullable String attributes,
        @Nullable String most,
        int bound,
        boolean keepsPictures) {
    private static final String LATER = "later";
    private static final Map<String, Clauses> TABLE = rows("rekognition-terms.tsv").stream()
            .map(Clauses::row)
            .collect(Collectors.toUnmodifiableMap(Clauses::operation, Function.identity()));

    /** The clauses of an operation that is in the table of operations. */
    static Clauses of(String operation) {
        return Objects.requireNonNull(TABLE.get(operation), operation);
    }

    private static Clauses row(List<String> cells) {
        var most = cells.get(3).split("=", 2);
        boolean later = cells.get(1).equals(LATER);
        return new Clauses(
                cells.get(0),
                later ? null : present(cells.get(1)),
                later,
                present(cells.get(2)),
                present(most[0]),
                most.length == 2 ? Integer.parseInt(most[1]) : 0,
                cells.get(4).equals("pictures"));
    }

    static @Nullable String present(String cell) {
        return cell.equals("-") ? null : cell;
    }

    /** The rows of a table beside this class, its heading left out. */
    static List<List<String>> rows(String table) {
        var stream = Objects.requireNonNull(Clauses.class.getResourceAsStream(table), table);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
