package io.facegate.policy.proof.model;

import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.proof.space.SingleValueAxis;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Index of rules that may fire on the same request, judging by the words they name. Rules of different tenants are
 * incompatible; comparing thousands of rules pairwise would take too long.
 */
public final class CompatibleRuleIndex {
    private final AnalysisContext stage;
    private final List<FiredRule> rules;
    private final Map<Attribute, Names> named = new EnumMap<>(Attribute.class);

    /** Rules that may fire on each atom of one attribute; rules that do not name it fire on all. */
    private static final class Names {
        private final BitSet others = new BitSet();
        private final Map<Integer, BitSet> byAtom = new HashMap<>();
        private final Map<Set<String>, BitSet> meeting = new HashMap<>();
    }

    public CompatibleRuleIndex(AnalysisContext stage, List<FiredRule> rules) {
        this.stage = stage;
        this.rules = List.copyOf(rules);
        for (var attribute : Attribute.values()) {
            if (stage.space().axis(attribute.word()) instanceof SingleValueAxis && !attribute.isRange()) {
                named.put(attribute, new Names());
            }
        }
        for (int at = 0; at < rules.size(); at++) {
            var match = rules.get(at).rule().match();
            for (var entry : named.entrySet()) {
                add(at, entry.getValue(), entry.getKey(), words(match, entry.getKey()));
            }
        }
    }

    private void add(int rule, Names names, Attribute attribute, Set<String> words) {
        if (words.isEmpty()) {
            names.others.set(rule);
            return;
        }
        stage.conditions().possibleAtoms(attribute, words).stream()
                .forEach(atom -> names.byAtom
                        .computeIfAbsent(atom, unseen -> new BitSet())
                        .set(rule));
    }

    /** Words named directly by the condition; nested conditions are ignored. */
    private static Set<String> words(MatchCondition match, Attribute attribute) {
        return match.words().getOrDefault(attribute, Set.of());
    }

    /** Rules compatible with this one, including itself, in order. */
    public List<FiredRule> compatibleWith(FiredRule rule) {
        var found = new BitSet();
        found.set(0, rules.size());
        named.forEach((attribute, names) -> {
            var words = words(rule.rule().match(), attribute);
            if (!words.isEmpty()) {
                found.and(names.meeting.computeIfAbsent(words, unseen -> rulesMeeting(attribute, names, words)));
            }
        });
        var near = new ArrayList<FiredRule>();
        found.stream().forEach(at -> near.add(rules.get(at)));
        return near;
    }

    private BitSet rulesMeeting(Attribute attribute, Names names, Set<String> words) {
        var found = (BitSet) names.others.clone();
        stage.conditions().possibleAtoms(attribute, words).stream()
                .forEach(atom -> found.or(names.byAtom.getOrDefault(atom, new BitSet())));
        return found;
    }
}
