package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import io.facegate.call.ResourceKind;
import io.facegate.vendor.client.OperationEffect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Effects of Rekognition's operations on stored resources, from {@code rekognition-handles.tsv}. */
final class RekognitionResourceEffect {
    private static final String TABLE = "rekognition-handles.tsv";
    private static final Map<String, OperationEffect> EFFECTS = load();

    private RekognitionResourceEffect() {}

    /**
     * Returns the effect of an operation.
     *
     * @throws Fault.ProviderDown when it is not in the table: its effect is unknown, so it is not sent
     */
    static OperationEffect forOperation(String operation) {
        var known = EFFECTS.get(operation);
        if (known == null) {
            throw new Fault.ProviderDown("The operation is not in the table of handles.");
        }
        return known;
    }

    private static Map<String, OperationEffect> load() {
        var stream = Objects.requireNonNull(RekognitionResourceEffect.class.getResourceAsStream(TABLE), TABLE);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0], RekognitionResourceEffect::row));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static OperationEffect row(String[] cells) {
        var made = cells[1].split(":", 2);
        var kind = made.length == 2 ? ResourceKind.valueOf(made[0].toUpperCase(Locale.ROOT)) : null;
        return new OperationEffect(
                kind,
                made.length == 2 ? made[1] : "",
                isNamedByCaller(kind),
                cells[2].equals("-")
                        ? OperationEffect.Act.USES
                        : OperationEffect.Act.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                cells[3].equals("-") ? List.of() : List.of(cells[3].split(",", -1)),
                cells[4].equals("names"));
    }

    private static boolean isNamedByCaller(@Nullable ResourceKind made) {
        return made == ResourceKind.COLLECTION || made == ResourceKind.STREAM;
    }
}
