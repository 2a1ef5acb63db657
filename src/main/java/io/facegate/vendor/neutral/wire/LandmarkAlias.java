package io.facegate.vendor.neutral.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Neutral name of a vendor's landmark; left and right are the viewer's.
 *
 * @param exact true if both names mean the same point
 */
record LandmarkAlias(String neutral, boolean exact) {
    private static final Map<String, LandmarkAlias> ALL = read();

    /** Returns the neutral name of a vendor's landmark, or null when it has none. */
    static @Nullable LandmarkAlias find(String vendors) {
        return ALL.get(vendors);
    }

    private static Map<String, LandmarkAlias> read() {
        var stream = Objects.requireNonNull(LandmarkAlias.class.getResourceAsStream("landmarks.tsv"));
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toUnmodifiableMap(
                            cells -> cells[0], cells -> new LandmarkAlias(cells[1], cells[2].equals("exact"))));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
