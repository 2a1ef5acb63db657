package io.facegate.policy.vocabulary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Country groups with the dates on which each member joined and left, from {@code groups.tsv}. */
public final class CountryGroups {
    private static final Map<String, Map<String, Membership>> GROUPS = read();

    private CountryGroups() {}

    private record Membership(long from, long until) {}

    public static Set<String> names() {
        return GROUPS.keySet();
    }

    static boolean isGroup(String place) {
        return GROUPS.containsKey(place);
    }

    static boolean member(String country, String group, long now) {
        var membership = GROUPS.getOrDefault(group, Map.of()).get(country);
        return membership != null && membership.from <= now && now < membership.until;
    }

    /** All moments at which a member joined or left, ascending. */
    public static long[] changes() {
        return GROUPS.values().stream()
                .flatMap(members -> members.values().stream())
                .flatMap(membership -> List.of(membership.from, membership.until).stream())
                .filter(moment -> moment != Long.MIN_VALUE && moment != Long.MAX_VALUE)
                .mapToLong(Long::longValue)
                .sorted()
                .distinct()
                .toArray();
    }

    private static Map<String, Map<String, Membership>> read() {
        var groups = new HashMap<String, Map<String, Membership>>();
        var file = Objects.requireNonNull(CountryGroups.class.getResourceAsStream("groups.tsv"), "groups.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (var line : lines.lines().skip(1).toList()) {
                var cells = line.split("\t", -1);
                var membership = new Membership(
                        cells[2].isEmpty()
                                ? Long.MIN_VALUE
                                : Instant.parse(cells[2]).toEpochMilli(),
                        cells[3].isEmpty()
                                ? Long.MAX_VALUE
                                : Instant.parse(cells[3]).toEpochMilli());
                groups.computeIfAbsent(cells[0], name -> new HashMap<>()).put(cells[1], membership);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return Map.copyOf(groups);
    }
}
