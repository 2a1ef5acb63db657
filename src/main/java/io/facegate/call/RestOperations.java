package io.facegate.call;

import io.facegate.call.RestOperation.Form;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A vendor's table of REST operations, loaded once: tab-separated, one operation per line, {@code -} for none. */
public final class RestOperations {
    /** Azure Face, in every version that the gateway supports. */
    public static final RestOperations AZURE_FACE = new RestOperations("azure-face-operations.tsv");

    /** Azure AI Vision image analysis, as far as it describes people. */
    public static final RestOperations AZURE_VISION = new RestOperations("azure-vision-operations.tsv");

    /** Google Cloud Vision, in every version that the gateway supports. */
    public static final RestOperations GOOGLE_VISION = new RestOperations("google-vision-operations.tsv");

    /** CompreFace; one version. */
    public static final RestOperations COMPREFACE = new RestOperations("compreface-operations.tsv");

    private final Map<String, RestOperation> byOperation;
    private final Map<Integer, List<RestOperation>> byLength;

    private RestOperations(String table) {
        byOperation = load(table);
        byLength = byOperation.values().stream()
                .collect(Collectors.groupingBy(route -> route.path().size()));
    }

    /**
     * A matched operation.
     *
     * @param values values of the path placeholders
     */
    public record Found(RestOperation route, Map<String, String> values) {}

    /** Returns the operation for that method and path, or null; an unknown one is refused. */
    public @Nullable Found find(String method, List<String> path) {
        for (var route : byLength.getOrDefault(path.size(), List.of())) {
            var values = route.values(method, path);
            if (values != null) {
                return new Found(route, values);
            }
        }
        return null;
    }

    /** Returns the operation of that name, which must be in the table. */
    public RestOperation byName(String operation) {
        return Objects.requireNonNull(byOperation.get(operation), operation);
    }

    /** All operations. */
    public Collection<RestOperation> all() {
        return byOperation.values();
    }

    private static Map<String, RestOperation> load(String table) {
        var stream = Objects.requireNonNull(Capability.class.getResourceAsStream(table), table);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> row(line.split("\t", -1)))
                    .collect(Collectors.toUnmodifiableMap(RestOperation::operation, Function.identity()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static RestOperation row(String[] cells) {
        return new RestOperation(
                cells[0],
                cells[1],
                List.of(cells[2].substring(1).split("/", -1)),
                words(cells[3], word -> word),
                words(cells[4], code -> Objects.requireNonNull(Capability.fromCode(code), code)),
                words(cells[5], word -> word),
                words(cells[6], form -> Form.valueOf(form.toUpperCase(Locale.ROOT))),
                words(cells[7], word -> word),
                cells[8].equals("-") ? null : PreconditionFailure.fromCode(cells[8]));
    }

    private static <T> Set<T> words(String cell, Function<String, T> meaning) {
        return cell.equals("-")
                ? Set.of()
                : Arrays.stream(cell.split(",", -1)).map(meaning).collect(Collectors.toUnmodifiableSet());
    }
}
