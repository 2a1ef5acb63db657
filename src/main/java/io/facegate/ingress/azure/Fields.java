package io.facegate.ingress.azure;

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

/** The names of all fields that the vendor's replies have, and what of a face each of them tells. */
final class Fields {
    private static final Map<String, Set<Capability>> TELLS = load("azure-face-replies.tsv");

    /** What may be asked of a face in a query. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "age",
            "gender",
            "headPose",
            "smile",
            "facialHair",
            "glasses",
            "emotion",
            "hair",
            "makeup",
            "occlusion",
            "accessories",
            "blur",
            "exposure",
            "noise",
            "mask",
            "qualityForRecognition");

    private Fields() {}

    /** What an attribute of that name says of a face, or null where there is none of that name. */
    static @Nullable Set<Capability> attribute(String name) {
        return ATTRIBUTES.contains(name) ? TELLS.get(name) : null;
    }

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
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> capabilities(cells[1])));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Set<Capability> capabilities(String cell) {
        return cell.equals("-")
                ? Set.of()
                : Arrays.stream(cell.split(",", -1))
                        .map(code -> Objects.requireNonNull(Capability.of(code), code))
                        .collect(Collectors.toUnmodifiableSet());
    }
}
