package io.facegate.policy.proof.space;

import io.facegate.policy.proof.space.VocabularyCollector.Span;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.PlaceTimeZones;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Atoms of a place attribute: places that all rules treat alike at all times. */
public final class PlaceAtoms {
    private final Attribute attribute;
    private final Map<Set<String>, Span> named;
    private final Map<Set<String>, long[]> eras = new HashMap<>();
    private final SortedSet<Long> local;
    private final LocalTimeCrossings crossings;
    private final Map<String, Set<Set<String>>> telling = new HashMap<>();
    private final CandidatePlaces near;

    /** @param local local times at which rules start or end at the place; empty if it is not the place of use */
    PlaceAtoms(Attribute attribute, Map<Set<String>, Span> named, SortedSet<Long> local, LocalTimeCrossings crossings) {
        this.attribute = attribute;
        this.named = named;
        this.local = local;
        this.crossings = crossings;
        this.near = new CandidatePlaces(named.keySet());
        named.forEach((words, span) -> eras.put(words, eras(words, span)));
    }

    /** Moments at which a change of a country group changes the places that these words match. */
    public long[] eras(Set<String> words) {
        return eras.getOrDefault(words, new long[0]);
    }

    private long[] eras(Set<String> words, Span span) {
        var found = new TreeSet<Long>();
        for (long change : CountryGroups.changes()) {
            if (change > span.from()
                    && change < span.until()
                    && CandidatePlaces.dependsOnGroups(words)
                    && CandidatePlaces.changingPlaces().stream()
                            .anyMatch(place -> attribute.matches(place, words, change)
                                    != attribute.matches(place, words, change - 1))) {
                found.add(change);
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    private static Set<String> countries() {
        var all = new TreeSet<>(CountryGroups.names());
        all.addAll(Set.of(Locale.getISOCountries()));
        return all;
    }

    /** One moment in each period between two such changes. */
    public static long[] moments(long[] eras, Span span) {
        var moments = new long[eras.length + 1];
        moments[0] = eras.length > 0 ? eras[0] - 1 : momentInside(span);
        System.arraycopy(eras, 0, moments, 1, eras.length);
        return moments;
    }

    private static long momentInside(Span span) {
        if (span.from() > Long.MIN_VALUE) {
            return span.from();
        }
        return span.until() < Long.MAX_VALUE ? span.until() - 1 : 0;
    }

    /** @param byZone sort by local time first; otherwise, places that no rule names come last */
    List<ValueAtom> atoms(boolean byZone) {
        var groups = new LinkedHashMap<String, List<String>>();
        for (var place : candidates()) {
            groups.computeIfAbsent(equivalenceClass(place), unseen -> new ArrayList<>())
                    .add(place);
        }
        // Example search tries the last variables first; these should be places that no rule names.
        var order = Comparator.comparingLong((List<String> group) ->
                        possibleWordSets(group.getFirst()).size())
                .reversed()
                .thenComparing(List::getFirst, Comparator.reverseOrder());
        return groups.values().stream()
                .sorted(byZone ? Comparator.comparing(this::zone).thenComparing(order) : order)
                .map(group -> new ValueAtom(ValueAtom.label(group), group, 1))
                .toList();
    }

    /** Sort key: latest UTC offset, then zone classes. */
    private String zone(List<String> group) {
        var zones = PlaceTimeZones.zonesOf(group.getFirst());
        var last = Instant.ofEpochMilli(local.last());
        int ahead = zones.getFirst().getRules().getOffset(last).getTotalSeconds();
        return "%06d %s".formatted(ahead + 100_000, zoneClasses(group.getFirst()));
    }

    /** Sets of words that may match a place at some time; all other sets never match. */
    public Set<Set<String>> possibleWordSets(String place) {
        return telling.computeIfAbsent(place, unseen -> {
            var found = new LinkedHashSet<Set<String>>();
            for (var near : near.find(place)) {
                if (truths(place, near, Objects.requireNonNull(named.get(near))).stream()
                        .anyMatch(truth -> truth != TruthValue.NOT)) {
                    found.add(near);
                }
            }
            return found;
        });
    }

    /** Equivalence class of a place; no rule ever distinguishes two places of one class. */
    private String equivalenceClass(String place) {
        var habit = new StringBuilder();
        for (var words : possibleWordSets(place)) {
            habit.append(near.number(words)).append(':');
            truths(place, words, Objects.requireNonNull(named.get(words)))
                    .forEach(truth -> habit.append(truth).append(' '));
        }
        if (!local.isEmpty()) {
            habit.append(zoneClasses(place));
        }
        return habit.toString();
    }

    private List<TruthValue> truths(String place, Set<String> words, Span span) {
        var truths = new ArrayList<TruthValue>();
        for (long moment : moments(eras(words), span)) {
            truths.add(attribute.matches(place, words, moment));
        }
        return truths;
    }

    /** All zones of all places. */
    Set<ZoneId> zones() {
        var zones = new LinkedHashSet<ZoneId>();
        candidates().forEach(place -> zones.addAll(PlaceTimeZones.zonesOf(place)));
        return zones;
    }

    /** Equivalence classes of the place's zones. */
    private SortedSet<Integer> zoneClasses(String place) {
        var kept = new TreeSet<Integer>();
        PlaceTimeZones.zonesOf(place).forEach(zone -> kept.add(crossings.equivalenceClass(zone)));
        return kept;
    }

    /** At least one place of each class, simplest first. */
    private List<String> candidates() {
        var told = new LinkedHashSet<String>();
        for (var words : named.keySet()) {
            for (var word : words) {
                for (var place = word; place != null; place = Jurisdictions.containingPlace(place)) {
                    told.add(place);
                }
            }
        }
        var all = new LinkedHashSet<String>();
        countries().stream()
                .filter(place -> !CountryGroups.names().contains(place))
                .forEach(all::add);
        all.addAll(CountryGroups.names());
        new TreeSet<>(PlaceTimeZones.places()).forEach(all::add);
        all.addAll(told);
        for (var place : told) {
            if (place.indexOf('/') < 0 && !CountryGroups.names().contains(place)) {
                all.add(place + "/elsewhere");
            }
        }
        return List.copyOf(all);
    }
}
