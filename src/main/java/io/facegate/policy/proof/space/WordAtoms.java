package io.facegate.policy.proof.space;

import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.TruthValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Atoms of attributes whose values are words or names. */
final class WordAtoms {
    /** Single-valued attributes that may be unknown. */
    private static final Set<Attribute> MAY_BE_ABSENT = Set.of(Attribute.ORGANISATION, Attribute.PURPOSE);

    private WordAtoms() {}

    /** Words that all these sets treat alike form one atom. */
    static List<ValueAtom> of(Attribute attribute, Collection<Set<String>> named) {
        var atoms = new ArrayList<>(attribute.kind() == Kind.NAME ? names(attribute, named) : words(attribute, named));
        if (MAY_BE_ABSENT.contains(attribute)) {
            atoms.add(ValueAtom.ABSENT);
        }
        return atoms;
    }

    private static List<ValueAtom> words(Attribute attribute, Collection<Set<String>> named) {
        var groups = new LinkedHashMap<List<TruthValue>, List<String>>();
        for (var value : Objects.requireNonNull(attribute.words()).words()) {
            var truths = named.stream()
                    .map(words -> attribute.matches(value, words, 0))
                    .toList();
            groups.computeIfAbsent(truths, unseen -> new ArrayList<>()).add(value);
        }
        return groups.values().stream().map(ValueAtom::of).toList();
    }

    /** Groups names by the sets that contain them; a placeholder represents all unnamed ones. */
    private static List<ValueAtom> names(Attribute attribute, Collection<Set<String>> named) {
        var holders = new LinkedHashMap<String, List<Integer>>();
        int at = 0;
        for (var words : named) {
            for (var word : new TreeSet<>(words)) {
                holders.computeIfAbsent(word, unseen -> new ArrayList<>()).add(at);
            }
            at++;
        }
        var other = attribute == Attribute.OPERATION ? "Unnamed" : "somebody";
        while (holders.containsKey(other)) {
            other += "-else";
        }
        var groups = new LinkedHashMap<List<Integer>, List<String>>();
        holders.forEach((word, sets) ->
                groups.computeIfAbsent(sets, unseen -> new ArrayList<>()).add(word));
        var atoms = new ArrayList<ValueAtom>();
        atoms.add(new ValueAtom("any other", List.of(other), 1));
        groups.values().forEach(group -> atoms.add(ValueAtom.of(group)));
        return atoms;
    }

    /** One atom for each text of a closed list. */
    static List<ValueAtom> of(List<String> known) {
        return known.stream().map(word -> ValueAtom.of(List.of(word))).toList();
    }
}
