package io.facegate.policy.index;

import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Places;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules that places leave standing: a permit where all places lie inside, a refusal where any overlaps. */
final class Jurisdictions {
    private final boolean mentioned;
    private final Several several;
    private final long[] absent;
    private final long[] unbound;
    private final Map<String, long[]> at = new HashMap<>();
    private final Map<String, long[]> inside = new HashMap<>();

    Jurisdictions(List<Rule> rules) {
        mentioned =
                rules.stream().anyMatch(rule -> !rule.match().jurisdictions().isEmpty());
        several = new Several(rules);
        unbound = Bits.of(rules, rule -> rule.match().jurisdictions().isEmpty());
        absent = Bits.of(
                rules, rule -> rule.refuses() || rule.match().jurisdictions().isEmpty());
        var places = new HashSet<String>();
        rules.forEach(rule -> rule.match().jurisdictions().forEach(place -> addWithLarger(place, places)));
        places.forEach(place -> {
            at.put(place, Bits.of(rules, rule -> stands(rule, place, rule.refuses())));
            inside.put(place, Bits.of(rules, rule -> stands(rule, place, false)));
        });
    }

    /** Takes from the bits the rules that these places rule out. */
    void narrow(long[] bits, List<String> places) {
        if (!mentioned) {
            return;
        }
        if (places.isEmpty()) {
            Bits.keep(bits, absent);
            return;
        }
        several.narrow(bits, places.stream().map(this::standing).toList());
    }

    private static boolean stands(Rule rule, String place, boolean perhaps) {
        var words = rule.match().jurisdictions();
        return words.isEmpty()
                || words.stream().anyMatch(word -> perhaps ? Places.overlap(place, word) : Places.within(place, word));
    }

    /** A place that no rule knows lies inside the larger ones that rules know; what is no place is as good as none. */
    private long[] standing(String place) {
        var known = at.get(place);
        if (known != null) {
            return known;
        }
        if (!Places.valid(place)) {
            return absent;
        }
        for (int cut = cut(place); cut >= 0; cut = cut(place.substring(0, cut))) {
            var larger = inside.get(place.substring(0, cut));
            if (larger != null) {
                return larger;
            }
        }
        return unbound;
    }

    private static void addWithLarger(String place, Set<String> places) {
        var larger = place;
        for (int cut = place.length(); cut >= 0; cut = cut(larger)) {
            larger = larger.substring(0, cut);
            places.add(larger);
        }
    }

    private static int cut(String place) {
        return Math.max(place.lastIndexOf('/'), place.lastIndexOf('-') == 2 && place.indexOf('/') < 0 ? 2 : -1);
    }
}
