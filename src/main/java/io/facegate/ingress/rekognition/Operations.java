package io.facegate.ingress.rekognition;

import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of Rekognition's operations, read once from {@code operations.tsv}; what is not in it is refused. */
final class Operations {
    private static final Map<String, Operation> ALL = load();

    private Operations() {}

    /**
     * One operation as the table has it.
     *
     * @param ifSeveral capabilities it also has when its target holds more than one face
     * @param decidedBy the parameter that can change its capabilities, or null
     * @param threshold the parameter with the similarity asked for, or null
     * @param thresholdDefault what the vendor takes when that parameter is absent, 0 to 100
     * @param doubt why it can never be judged on its merits yet, or null
     * @param parameters all that the vendor's model knows
     */
    record Operation(
            String name,
            Set<Capability> capabilities,
            Set<Capability> ifSeveral,
            @Nullable String decidedBy,
            @Nullable String threshold,
            double thresholdDefault,
            @Nullable Doubt doubt,
            Set<String> parameters) {}

    static @Nullable Operation of(String name) {
        return ALL.get(name);
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    private static Map<String, Operation> load() {
        var stream = Objects.requireNonNull(Operations.class.getResourceAsStream("operations.tsv"), "operations.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> row(line.split("\t", -1)))
                    .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Operation row(String[] cells) {
        var threshold = cells[4].split("=", 2);
        return new Operation(
                cells[0],
                capabilities(cells[1]),
                capabilities(cells[2]),
                present(cells[3]),
                present(threshold[0]),
                threshold.length == 2 ? Double.parseDouble(threshold[1]) : 0,
                "-".equals(cells[5]) ? null : Doubt.of(cells[5]),
                "-".equals(cells[6]) ? Set.of() : Set.of(cells[6].split(",")));
    }

    private static @Nullable String present(String cell) {
        return "-".equals(cell) ? null : cell;
    }

    private static Set<Capability> capabilities(String cell) {
        var set = EnumSet.noneOf(Capability.class);
        if (!"-".equals(cell)) {
            Arrays.stream(cell.split(",")).map(Operations::known).forEach(set::add);
        }
        return set;
    }

    private static Capability known(String code) {
        return Objects.requireNonNull(Capability.of(code), code);
    }
}
