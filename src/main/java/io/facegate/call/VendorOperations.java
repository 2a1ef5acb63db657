package io.facegate.call;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Loader of the operation tables; each is read once. Tab-separated, one operation per line, {@code -} for none. */
final class VendorOperations {
    static final Map<String, VendorOperation> REKOGNITION = load("rekognition-operations.tsv");

    /** Operations of the neutral API; a test compares them with its endpoints. */
    private static final Set<String> NEUTRAL = Set.of(
            "detect",
            "analyze",
            "detectPeople",
            "verify",
            "createLivenessSession",
            "readLivenessSession",
            "createGallery",
            "listGalleries",
            "describeGallery",
            "eraseGallery",
            "enroll",
            "listFaces",
            "eraseFace",
            "identify");

    /** Operation names of all vendors. */
    static final Set<String> NAMES = names();

    private VendorOperations() {}

    private static Set<String> names() {
        var names = new TreeSet<>(NEUTRAL);
        for (var table : List.of(
                "rekognition-operations.tsv",
                "azure-face-operations.tsv",
                "azure-vision-operations.tsv",
                "google-vision-operations.tsv",
                "compreface-operations.tsv")) {
            lines(table).forEach(line -> names.add(line.split("\t", -1)[0]));
        }
        return Collections.unmodifiableSet(names);
    }

    private static List<String> lines(String table) {
        var stream = Objects.requireNonNull(VendorOperations.class.getResourceAsStream(table), table);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<String, VendorOperation> load(String table) {
        return lines(table).stream()
                .map(line -> row(line.split("\t", -1)))
                .collect(Collectors.toUnmodifiableMap(VendorOperation::name, Function.identity()));
    }

    private static VendorOperation row(String[] cells) {
        var threshold = cells[4].split("=", 2);
        return new VendorOperation(
                cells[0],
                capabilities(cells[1]),
                capabilities(cells[2]),
                present(cells[3]),
                present(threshold[0]),
                threshold.length == 2 ? Double.parseDouble(threshold[1]) : 0,
                "-".equals(cells[5]) ? Set.of() : Set.of(cells[5].split(",", -1)));
    }

    private static @Nullable String present(String cell) {
        return "-".equals(cell) ? null : cell;
    }

    private static Set<Capability> capabilities(String cell) {
        var set = EnumSet.noneOf(Capability.class);
        if (!"-".equals(cell)) {
            Arrays.stream(cell.split(",", -1)).map(VendorOperations::known).forEach(set::add);
        }
        return set;
    }

    private static Capability known(String code) {
        return Objects.requireNonNull(Capability.of(code), code);
    }
}
