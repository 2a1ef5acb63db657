package io.facegate.policy.vocabulary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Time zones of places, from {@code zones.tsv}; an unknown place may have any zone between the extremes. */
public final class PlaceTimeZones {
    /** The zones furthest ahead of and behind UTC. */
    public static final List<ZoneId> UNKNOWN = List.of(ZoneOffset.ofHours(14), ZoneOffset.ofHours(-12));

    private static final Map<String, List<ZoneId>> ZONES = read();

    private PlaceTimeZones() {}

    /** The zones of a place, or of the larger place containing it. */
    public static List<ZoneId> zonesOf(String place) {
        if (!Jurisdictions.isValid(place)) {
            return UNKNOWN;
        }
        for (var at = place; at != null; at = Jurisdictions.containingPlace(at)) {
            var known = ZONES.get(at);
            if (known != null) {
                return known;
            }
        }
        return UNKNOWN;
    }

    /** Places with known zones. */
    public static Set<String> places() {
        return ZONES.keySet();
    }

    private static Map<String, List<ZoneId>> read() {
        var zones = new HashMap<String, List<ZoneId>>();
        var file = Objects.requireNonNull(PlaceTimeZones.class.getResourceAsStream("zones.tsv"), "zones.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (var line : lines.lines().skip(1).toList()) {
                var cells = line.split("\t", -1);
                zones.put(
                        cells[0],
                        Arrays.stream(cells[1].split(" ", -1)).map(ZoneId::of).toList());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return Map.copyOf(zones);
    }
}
