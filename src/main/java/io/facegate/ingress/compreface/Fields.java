package io.facegate.ingress.compreface;

import io.facegate.call.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of all fields that the vendor's replies have, and what of a face each of them tells. */
final class Fields {
    private static final Map<String, Set<Capability>> TELLS = load("compreface-replies.tsv");

    private Fields() {}

    /** What a field of that name says of a face, or null where no reply has one. */
    static @Nullable Set<Capability> tells(String field) {
        return TELLS.get(field);
    }

    private static Map<String, Set<Capability>> load(String table) {
        var stream = Objects.requireNonNull(Fields.class.getResourceAsStream(table), table);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> tells(cells)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Set<Capability> tells(String[] cells) {
        return cells[1].equals("-") ? Set.of() : Set.of(Objects.requireNonNull(Capability.of(cells[1]), cells[1]));
    }
}
