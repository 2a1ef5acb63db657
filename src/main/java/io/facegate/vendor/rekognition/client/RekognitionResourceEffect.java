package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import io.facegate.call.ResourceKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Effect of one operation on stored resources, from {@code rekognition-handles.tsv}.
 *
 * @param makes the kind of resource that it creates, or null
 * @param from the field that names the created resource: of the request if the caller names it, else of the reply
 * @param lists the lists of its reply that mix organisations; lists after the first are parallel to it
 * @param names true if its reply holds names
 */
record RekognitionResourceEffect(
        String operation, @Nullable ResourceKind makes, String from, Effect effect, List<String> lists, boolean names) {
    private static final String TABLE = "rekognition-handles.tsv";
    private static final Map<String, RekognitionResourceEffect> DEEDS = load();

    /** Effect on the resource that the operation names. */
    enum Effect {
        USES,
        /** It has the capabilities of the call that created the resource. */
        INHERITS,
        /** It stops or erases, which is allowed for any purpose. */
        STOPS,
        /** It erases the resource itself. */
        FORGETS
    }

    /**
     * Returns the effect of an operation.
     *
     * @throws Fault.ProviderDown when it is not in the table: its effect is unknown, so it is not sent
     */
    static RekognitionResourceEffect forOperation(String operation) {
        var known = DEEDS.get(operation);
        if (known == null) {
            throw new Fault.ProviderDown("The operation is not in the table of handles.");
        }
        return known;
    }

    /** Returns true if a request field holds the name of a new resource, or names to search for. */
    boolean isChosen(String field, @Nullable ResourceKind kind) {
        return field.startsWith("ProjectName") || (isCalled() && kind == makes && field.equals(from));
    }

    /** Returns true if the caller names the created resource. */
    boolean isCalled() {
        return makes == ResourceKind.COLLECTION || makes == ResourceKind.STREAM;
    }

    boolean stops() {
        return effect == Effect.STOPS || effect == Effect.FORGETS;
    }

    private static Map<String, RekognitionResourceEffect> load() {
        var stream = Objects.requireNonNull(RekognitionResourceEffect.class.getResourceAsStream(TABLE), TABLE);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> row(line.split("\t", -1)))
                    .collect(Collectors.toUnmodifiableMap(RekognitionResourceEffect::operation, Function.identity()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static RekognitionResourceEffect row(String[] cells) {
        var made = cells[1].split(":", 2);
        return new RekognitionResourceEffect(
                cells[0],
                made.length == 2 ? ResourceKind.valueOf(made[0].toUpperCase(Locale.ROOT)) : null,
                made.length == 2 ? made[1] : "",
                cells[2].equals("-") ? Effect.USES : Effect.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                cells[3].equals("-") ? List.of() : List.of(cells[3].split(",", -1)),
                cells[4].equals("names"));
    }
}
