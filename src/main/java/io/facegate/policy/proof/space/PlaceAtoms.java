package io.facegate.policy.proof.space;

import io.facegate.policy.proof.space.VocabularyCollector.Span;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.PlaceTimeZones;
import io.facegate.policy.vocabulary.Truth;
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

/** The atoms of an attribute whose values are places: those of which rules say the same at all times. */
public final class PlaceAtoms {
    private final Attribute attribute;
    private final Map<Set<String>, Span> named;
    private final Map<Set<String>, long[]> eras = new HashMap<>();
    private final SortedSet<Long> local;
    private final LocalTimeCrossings crossings;
    private final Map<String, Set<Set<String>>> telling = new HashMap<>();
    private final CandidatePlaces near;

    /** @param local local times at which rules begin or end at the place; none where this is no place of use */
    PlaceAtoms(Attribute attribute, Map<Set<String>, Span> named, SortedSet<Long> local, LocalTimeCrossings crossings) {
        this.attribute = attribute;
        this.named = named;
        this.local = local;
        this.crossings = crossings;
        this.near = new CandidatePlaces(named.keySet());
        named.forEach((words, span) -> eras.put(words, eras(words, span)));
    }

    /** The moments at which some country's joining or leaving a group changes what these words say. */
    public long[] eras(Set<String> words) {
        return eras.getOrDefault(words, new long[0]);
    }

    private long[] eras(Set<String> words, Span span) {
        var found = new TreeSet<Long>();
        for (long change : CountryGroups.changes()) {
            if (change > span.from()
                    && change < span.until()
                    && CandidatePlaces.hangsOnGroups(words)
                    && CandidatePlaces.moving().stream()
                            .anyMatch(place -> attribute.tells(place, words, change)
                                    != attribute.tells(place, words, change - 1))) {
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

    /** A moment of each time between two changes of what these words say. */
    public static long[] moments(long[] eras, Span span) {
        var moments = new long[eras.length + 1];
        moments[0] = eras.length > 0 ? eras[0] - 1 : inside(span);
        System.arraycopy(eras, 0, moments, 1, eras.length);
        return moments;
    }

    private static long inside(Span span) {
        if (span.from() > Long.MIN_VALUE) {
            return span.from();
        }
        return span.until() < Long.MAX_VALUE ? span.until() - 1 : 0;
    }

    /** @param byZone those whose local time is alike stand together; else those of which no rule speaks */
    List<ValueAtom> atoms(boolean byZone) {
        var groups = new LinkedHashMap<String, List<String>>();
        for (var place : candidates()) {
            groups.computeIfAbsent(habit(place), unseen -> new ArrayList<>()).add(place);
        }
        // The variables that stand last are tried first where a place is needed: those of which no rule speaks.
        var order = Comparator.comparingLong(
                        (List<String> group) -> telling(group.getFirst()).size())
                .reversed()
                .thenComparing(List::getFirst, Comparator.reverseOrder());
        return groups.values().stream()
                .sorted(byZone ? Comparator.comparing(this::zone).thenComparing(order) : order)
                .map(group -> new ValueAtom(ValueAtom.label(group), group, 1))
                .toList();
    }

    /** How far its clocks are ahead at last, and what they keep. */
    private String zone(List<String> group) {
        var zones = PlaceTimeZones.of(group.getFirst());
        var last = Instant.ofEpochMilli(local.last());
        int ahead = zones.getFirst().getRules().getOffset(last).getTotalSeconds();
        return "%06d %s".formatted(ahead + 100_000, habits(group.getFirst()));
    }

    /** Sets of words that may hold at a place at some time; what all others say of it is no. */
    public Set<Set<String>> telling(String place) {
        return telling.computeIfAbsent(place, unseen -> {
            var found = new LinkedHashSet<Set<String>>();
            for (var near : near.of(place)) {
                if (truths(place, near, Objects.requireNonNull(named.get(near))).stream()
                        .anyMatch(truth -> truth != Truth.NOT)) {
                    found.add(near);
                }
            }
            return found;
        });
    }

    /** Two places of one habit are told apart by no rule, at no time. */
    private String habit(String place) {
        var habit = new StringBuilder();
        for (var words : telling(place)) {
            habit.append(near.number(words)).append(':');
            truths(place, words, Objects.requireNonNull(named.get(words)))
                    .forEach(truth -> habit.append(truth).append(' '));
        }
        if (!local.isEmpty()) {
            habit.append(habits(place));
        }
        return habit.toString();
    }

    private List<Truth> truths(String place, Set<String> words, Span span) {
        var truths = new ArrayList<Truth>();
        for (long moment : moments(eras(words), span)) {
            truths.add(attribute.tells(place, words, moment));
        }
        return truths;
    }

    /** Every zone that some place keeps. */
    Set<ZoneId> zones() {
        var zones = new LinkedHashSet<ZoneId>();
        candidates().forEach(place -> zones.addAll(PlaceTimeZones.of(place)));
        return zones;
    }

    /** Numbers of what its zones keep. */
    private SortedSet<Integer> habits(String place) {
        var kept = new TreeSet<Integer>();
        PlaceTimeZones.of(place).forEach(zone -> kept.add(crossings.habit(zone)));
        return kept;
    }

    /** Of each kind of place at least one, the plainest first. */
    private List<String> candidates() {
        var told = new LinkedHashSet<String>();
        for (var words : named.keySet()) {
            for (var word : words) {
                for (var place = word; place != null; place = Jurisdictions.larger(place)) {
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
