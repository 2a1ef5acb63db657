package io.facegate.policy.proof.space;

import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.Jurisdictions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Index of place sets: finds the sets that may match a place, so that not every set is tested for every place. */
final class CandidatePlaces {
    private static final Set<String> MOVING = findMoving();

    private final List<Set<String>> sets;
    private final Map<Set<String>, Integer> numbers = new HashMap<>();

    /** Sets that name a place, by place. */
    private final TreeMap<String, TreeSet<Integer>> naming = new TreeMap<>();

    CandidatePlaces(Collection<Set<String>> named) {
        sets = List.copyOf(named);
        for (int at = 0; at < sets.size(); at++) {
            numbers.put(sets.get(at), at);
            for (var word : sets.get(at)) {
                naming.computeIfAbsent(word, unseen -> new TreeSet<>()).add(at);
            }
        }
    }

    /** True if matching these words may change when countries join or leave a group. */
    static boolean dependsOnGroups(Set<String> words) {
        return words.stream().anyMatch(word -> MOVING.contains(word.substring(0, Math.min(2, word.length()))));
    }

    /** Groups, and countries that joined or left one. */
    static Set<String> changingPlaces() {
        return MOVING;
    }

    private static Set<String> findMoving() {
        var found = new TreeSet<>(CountryGroups.names());
        for (var country : Locale.getISOCountries()) {
            for (var group : CountryGroups.names()) {
                for (long change : CountryGroups.changes()) {
                    if (Jurisdictions.isWithin(country, group, change)
                            != Jurisdictions.isWithin(country, group, change - 1)) {
                        found.add(country);
                    }
                }
            }
        }
        return Set.copyOf(found);
    }

    /** Ordinal of a set. */
    int number(Set<String> words) {
        return Objects.requireNonNull(numbers.get(words));
    }

    /** Sets that name the place, a place containing it or one inside it, in order. */
    List<Set<String>> find(String place) {
        if (!Jurisdictions.isValid(place) || CountryGroups.names().contains(place)) {
            return sets;
        }
        var found = new TreeSet<Integer>();
        for (var at = place; at != null; at = Jurisdictions.containingPlace(at)) {
            found.addAll(naming.getOrDefault(at, new TreeSet<>()));
        }
        for (var group : CountryGroups.names()) {
            found.addAll(naming.getOrDefault(group, new TreeSet<>()));
        }
        for (char cut : new char[] {'-', '/'}) {
            naming.subMap(place + cut, place + (char) (cut + 1)).values().forEach(found::addAll);
        }
        var near = new ArrayList<Set<String>>();
        found.forEach(at -> near.add(sets.get(at)));
        return near;
    }
}
