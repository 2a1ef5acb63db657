package io.facegate.policy.proof.model;

import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.PlaceAtoms;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Index of the atoms that may match some words: few of thousands of names and places. */
final class CandidateAtoms {
    private final Attribute attribute;
    private final @Nullable PlaceAtoms places;
    private final List<Integer> all = new ArrayList<>();
    private final List<Integer> absent = new ArrayList<>();
    private final Map<String, Integer> named = new HashMap<>();
    private final Map<Set<String>, List<Integer>> speaking = new HashMap<>();

    CandidateAtoms(Attribute attribute, AttributeAxis axis, @Nullable PlaceAtoms places) {
        this.attribute = attribute;
        this.places = places;
        for (int at = 0; at < axis.atoms().size(); at++) {
            var atom = axis.atoms().get(at);
            var example = atom.example();
            all.add(at);
            if (example == null) {
                absent.add(at);
            } else if (places != null) {
                for (var words : places.possibleWordSets(example)) {
                    speaking.computeIfAbsent(words, unseen -> new ArrayList<>()).add(at);
                }
            } else {
                for (var value : atom.values()) {
                    named.put(value, at);
                }
            }
        }
    }

    /** The atoms in order; the words match no other atom at any time. */
    List<Integer> find(Set<String> words) {
        if (places == null && attribute.kind() != Kind.NAME) {
            return all;
        }
        var found = new TreeSet<>(absent);
        if (places != null) {
            found.addAll(speaking.getOrDefault(words, List.of()));
        } else {
            for (var word : words) {
                var at = named.get(word);
                if (at != null) {
                    found.add(at);
                }
            }
        }
        return List.copyOf(found);
    }
}
