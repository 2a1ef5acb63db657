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
 * Places that policies and registrations may name: ISO 3166-1 countries, ISO 3166-2 subdivisions from
 * {@code subdivisions.tsv} (npm package iso-3166 4.4.0, MIT licence), and cities from {@code cities.tsv}.
 */
public final class KnownPlaces {
    private static final int LISTED = 70;
    private static final Set<String> SUBDIVISIONS = read("subdivisions.tsv", KnownPlaces::expand);
    private static final Set<String> CITIES = read("cities.tsv", Stream::of);

    private KnownPlaces() {}

    /** True for an ISO 3166-2 code that is assigned, such as {@code US-OR}. */
    static boolean isSubdivision(String region) {
        return SUBDIVISIONS.contains(region);
    }

    /**
     * Why a well-formed place cannot be named in a policy, or null.
     *
     * @param more cities that the policies declare as new
     */
    public static @Nullable String problem(String place, Set<String> more) {
        int cut = place.indexOf('/');
        var region = cut < 0 ? place : place.substring(0, cut);
        if (region.indexOf('-') == 2 && !SUBDIVISIONS.contains(region)) {
            return unknownSubdivision(region);
        }
        if (cut < 0 || CITIES.contains(place) || more.contains(place)) {
            return null;
        }
        var all = Stream.concat(CITIES.stream(), more.stream()).toList();
        return WordList.unknownMessage("city", place, all) + "; a new city is named by the key 'cities' of its pack";
    }

    /**
     * Why a place cannot be registered, or null. A city that no list has is accepted, unless its name is near that of a
     * listed one: the law of that city would not bind a misspelt name.
     */
    public static @Nullable String mistake(String place) {
        if (Jurisdictions.isValid(place)) {
            return misspeltCity(place);
        }
        int cut = place.indexOf('/');
        var region = cut < 0 ? place : place.substring(0, cut);
        boolean unassigned = Jurisdictions.isWellFormed(place) && region.indexOf('-') == 2;
        return unassigned
                ? unknownSubdivision(region)
                : '\'' + WordList.forDisplay(place)
                        + "' is not a place; write ISO 3166-2, a city after a slash: US, US-OR, US-OR/portland";
    }

    /** True for a city that the built-in list does not have; policies may name it by their own. */
    public static boolean isUnlistedCity(String place) {
        return place.indexOf('/') >= 0 && !CITIES.contains(place);
    }

    private static @Nullable String misspeltCity(String place) {
        int cut = place.indexOf('/');
        if (cut < 0 || CITIES.contains(place)) {
            return null;
        }
        var region = place.substring(0, cut);
        var there = CITIES.stream()
                .filter(city -> city.startsWith(region + '/'))
                .map(city -> city.substring(cut + 1))
                .toList();
        return WordList.nearest(place.substring(cut + 1), there)
                .map(near -> "unknown city '" + WordList.forDisplay(place) + "'; write '" + region + '/' + near
                        + "' if you mean that one, or '" + region + "' for another town whose name is as near")
                .orElse(null);
    }

    /** The codes of the subdivisions of a country, in order. */
    public static Stream<String> subdivisions(String country) {
        return SUBDIVISIONS.stream().filter(one -> one.startsWith(country + '-'));
    }

    /** Codes are too short for the nearest one to be the one that is meant. */
    private static String unknownSubdivision(String region) {
        var country = region.substring(0, 2);
        var known = subdivisions(country).toList();
        var expected = known.isEmpty()
                ? country + ", which has no subdivisions in ISO 3166-2"
                : known.size() > LISTED
                        ? "one of the " + known.size() + " codes that ISO 3166-2 has for " + country
                        : "one of: " + String.join(", ", known);
        return "unknown subdivision '" + region + "', expected " + expected;
    }

    /** The subdivisions of one country: its code, a tab, and theirs without it. */
    private static Stream<String> expand(String line) {
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
