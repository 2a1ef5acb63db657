package io.facegate.policy.proof.space;

import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The atoms of attributes whose values are words or names. */
final class WordAtoms {
    /** Attributes that may be unknown though they have one value. */
    private static final Set<Attribute> MAY_BE_ABSENT = Set.of(Attribute.ORGANISATION, Attribute.PURPOSE);

    private WordAtoms() {}

    /** Words that all these sets of words have the same to say of are one atom. */
    static List<Atom> of(Attribute attribute, Collection<Set<String>> named) {
        var groups = new LinkedHashMap<List<Truth>, List<String>>();
        for (var value : values(attribute, named)) {
            var truths = named.stream()
                    .map(words -> attribute.tells(value, words, 0))
                    .toList();
            groups.computeIfAbsent(truths, unseen -> new ArrayList<>()).add(value);
        }
        var atoms = new ArrayList<Atom>();
        groups.values()
                .forEach(group -> atoms.add(
                        attribute.kind() == Kind.NAME && !isNamed(group.getFirst(), named)
                                ? new Atom("any other", group, 1)
                                : Atom.of(group)));
        if (MAY_BE_ABSENT.contains(attribute)) {
            atoms.add(Atom.ABSENT);
        }
        return atoms;
    }

    private static Collection<String> values(Attribute attribute, Collection<Set<String>> named) {
        if (attribute.words() != null) {
            return attribute.words().words();
        }
        var values = new LinkedHashSet<String>();
        values.add(other(attribute == Attribute.OPERATION ? "Unnamed" : "somebody", named));
        named.forEach(words -> values.addAll(new TreeSet<>(words)));
        return values;
    }

    private static boolean isNamed(String value, Collection<Set<String>> named) {
        return named.stream().anyMatch(words -> words.contains(value));
    }

    /** A name that nobody names. */
    private static String other(String name, Collection<Set<String>> named) {
        return isNamed(name, named) ? other(name + "-else", named) : name;
    }

    /** Texts that a condition is compared with, out of a closed list: each its own atom. */
    static List<Atom> of(List<String> known) {
        return known.stream().map(word -> Atom.of(List.of(word))).toList();
    }
}
