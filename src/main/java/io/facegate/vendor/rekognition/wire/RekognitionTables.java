package io.facegate.vendor.rekognition.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loader of the tab-separated tables beside this class: one header line, {@code -} for an empty cell. */
public final class RekognitionTables {
    private RekognitionTables() {}

    /** Returns the rows of a table as cells. */
    public static List<List<String>> rows(String name) {
        var stream = Objects.requireNonNull(RekognitionTables.class.getResourceAsStream(name), name);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns a cell's value, or null for an empty cell. */
    public static @Nullable String nullIfDash(String cell) {
        return cell.equals("-") ? null : cell;
    }
}
