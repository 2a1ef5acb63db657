package io.facegate.vendor.wire;

import io.facegate.call.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table of all reply fields of one service, with the capabilities that each field reveals. */
public final class ReplyFieldTable {
    private final Map<String, Set<Capability>> tells;

    private ReplyFieldTable(Map<String, Set<Capability>> tells) {
        this.tells = tells;
    }

    /** Loads the table stored beside a class. */
    public static ReplyFieldTable load(Class<?> reader, String table) {
        var stream = Objects.requireNonNull(reader.getResourceAsStream(table), table);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new ReplyFieldTable(lines.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> capabilities(cells[1]))));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Set<Capability> capabilities(String cell) {
        return cell.equals("-")
                ? Set.of()
                : Arrays.stream(cell.split(",", -1))
                        .map(code -> Objects.requireNonNull(Capability.fromCode(code), code))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the capabilities that a field reveals, or null when no reply has the field. */
    public @Nullable Set<Capability> revealedCapabilities(String field) {
        return tells.get(field);
    }
}
