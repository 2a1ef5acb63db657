package io.facegate.console.policy;

import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.PlaceNames;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says how the places of the rules and of the groups of one day differ. */
final class PlaceDifferences {
    /** Most places that a sentence names. */
    private static final int NAMED = 5;

    private final PolicySpeech speech;
    private final LocalDate day;

    PlaceDifferences(PolicySpeech speech, LocalDate day) {
        this.speech = speech;
        this.day = day;
    }

    /** The sentence; empty if all rules that name places name the same ones. */
    String difference(List<DatedEntries.Entry> entries) {
        var sets = entries.stream()
                .map(DatedEntries.Entry::rule)
                .distinct()
                .map(PackView::places)
                .filter(named -> !named.isEmpty())
                .map(this::countries)
                .toList();
        var widest = sets.stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
        var narrower = sets.stream().filter(one -> !one.equals(widest)).toList();
        if (narrower.isEmpty()) {
            return "";
        }
        var missing = new TreeSet<>(widest);
        missing.removeAll(narrower.getFirst());
        boolean alike = narrower.stream().allMatch(one -> one.equals(narrower.getFirst()))
                && widest.containsAll(narrower.getFirst());
        return alike && missing.size() <= NAMED
                ? speech.page().fill("calendar.places", narrower.size(), names(missing))
                : speech.say("calendar.places.differ");
    }

    /** Which places of these groups are no single country; empty if none is. */
    String unknown(List<ChangeView> changes) {
        var vague = vague(speech);
        var listed = changes.stream()
                .flatMap(change -> change.places().stream())
                .filter(vague::contains)
                .distinct()
                .sorted(speech.order())
                .collect(Collectors.joining(speech.say("semicolon")));
        return listed.isEmpty() ? "" : speech.page().fill("calendar.places.unknown", listed);
    }

    /** The names of places that are no single country. */
    static Set<String> vague(PolicySpeech speech) {
        var names = PlaceNames.forLanguage(speech.page().language());
        return Stream.concat(
                        CountryGroups.names().stream().map(names::name),
                        Stream.of(speech.prose().unknownPlace()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private String names(Collection<String> places) {
        var names = PlaceNames.forLanguage(speech.page().language());
        return places.stream().map(names::name).sorted(speech.order()).collect(Collectors.joining(speech.say("and")));
    }

    /** The same places, with the members of a group of countries on that day instead of the group. */
    private Set<String> countries(Set<String> places) {
        long then = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        var all = new HashSet<String>();
        for (var place : places) {
            var members = Arrays.stream(Locale.getISOCountries())
                    .filter(country -> Jurisdictions.isWithin(country, place, then))
                    .toList();
            all.addAll(members.isEmpty() ? List.of(place) : members);
        }
        return all;
    }
}
