package io.facegate.policy.vocabulary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Places that policies may name: ISO 3166-1 countries, ISO 3166-2 subdivisions from {@code subdivisions.tsv} (npm
 * package iso-3166 4.4.0, MIT licence), and cities from {@code cities.tsv}.
 */
public final class KnownPlaces {
    private static final Set<String> SUBDIVISIONS = read("subdivisions.tsv", KnownPlaces::subdivisions);
    private static final Set<String> CITIES = read("cities.tsv", Stream::of);

    private KnownPlaces() {}

    /**
     * Why a well-formed place cannot be named, or null.
     *
     * @param more cities that the policies declare as new
     */
    public static @Nullable String problem(String place, Set<String> more) {
        if (place.indexOf('-') < 0 && place.indexOf('/') < 0) {
            return null;
        }
        int cut = place.indexOf('/');
        var region = cut < 0 ? place : place.substring(0, cut);
        if (region.indexOf('-') == 2 && !SUBDIVISIONS.contains(region)) {
            var country = region.substring(0, 2);
            return WordList.unknownMessage(
                    "subdivision",
                    region,
                    SUBDIVISIONS.stream()
                            .filter(one -> one.startsWith(country + '-'))
                            .toList());
        }
        if (cut < 0 || CITIES.contains(place) || more.contains(place)) {
            return null;
        }
        var all = Stream.concat(CITIES.stream(), more.stream()).toList();
        return WordList.unknownMessage("city", place, all) + "; a new city is named by the key 'cities' of its pack";
    }

    /** The subdivisions of one country: its code, a tab, and theirs without it. */
    private static Stream<String> subdivisions(String line) {
        var cells = line.split("\t", 2);
        return Arrays.stream(cells[1].split(" ", -1)).map(code -> cells[0] + '-' + code);
    }

    private static Set<String> read(String name, Function<String, Stream<String>> places) {
        var file = Objects.requireNonNull(KnownPlaces.class.getResourceAsStream(name), name);
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).flatMap(places).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
