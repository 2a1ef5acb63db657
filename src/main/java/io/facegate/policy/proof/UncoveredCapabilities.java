package io.facegate.policy.proof;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestProjection;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Coverage gap: capabilities that no rule ever permits to some organisation types, so they are refused by default.
 *
 * @param organisations organisation types
 * @param capabilities capabilities that they are never permitted
 * @param unspoken true if no other rule covers them either
 */
public record UncoveredCapabilities(List<String> organisations, List<String> capabilities, boolean unspoken) {
    public UncoveredCapabilities {
        organisations = List.copyOf(organisations);
        capabilities = List.copyOf(capabilities);
    }

    private record OpenGap(BitSet organisations, boolean unspoken) {}

    /** Organisation and capability pairs that a permit covers, and that any rule covers. */
    private record CoverageDiagrams(int permitted, int translated) {
        static CoverageDiagrams of(AnalysisContext stage) {
            var ruling = stage.ruleSet();
            int permitted = project(stage.space(), ruling.permits());
            int others =
                    stage.bdd().or(project(stage.space(), ruling.refusals()), project(stage.space(), ruling.obliges()));
            return new CoverageDiagrams(permitted, stage.bdd().or(permitted, others));
        }
    }

    /** All gaps, grouped by the organisation types affected. */
    static List<UncoveredCapabilities> find(AnalysisContext stage) {
        var space = stage.space();
        var types = space.axis(Attribute.ORGANISATION.word());
        var capabilities = space.axis(Attribute.CAPABILITY.word());
        var found = new ArrayList<UncoveredCapabilities>();
        if (types == null || capabilities == null) {
            return found;
        }
        var seen = CoverageDiagrams.of(stage);
        var groups = new LinkedHashMap<OpenGap, List<String>>();
        for (int at = 0; at < capabilities.atoms().size(); at++) {
            var kept = uncoveredTypes(stage.bdd(), capabilities.singleAtom(at), types, seen);
            if (!kept.organisations.isEmpty()) {
                groups.computeIfAbsent(kept, unseen -> new ArrayList<>())
                        .addAll(capabilities.atoms().get(at).values());
            }
        }
        groups.forEach((kept, words) -> found.add(new UncoveredCapabilities(
                kept.organisations.stream()
                        .boxed()
                        .flatMap(type -> types.atoms().get(type).values().stream())
                        .toList(),
                words,
                kept.unspoken)));
        return found;
    }

    private static OpenGap uncoveredTypes(Bdd bdd, int capability, AttributeAxis types, CoverageDiagrams seen) {
        var kept = new BitSet();
        boolean unspoken = true;
        for (int type = 0; type < types.atoms().size(); type++) {
            int both = bdd.and(capability, types.singleAtom(type));
            boolean silent = !types.atoms().get(type).isAbsent() && bdd.areDisjoint(both, seen.permitted);
            kept.set(type, silent);
            unspoken &= !silent || bdd.areDisjoint(both, seen.translated);
        }
        return new OpenGap(kept, unspoken);
    }

    private static int project(RequestSpace space, List<FiredRule> rules) {
        int all = Bdd.FALSE;
        for (var rule : rules) {
            int seen = new RequestProjection(space)
                    .projectOnto(rule.requests(), Set.of(Attribute.ORGANISATION.word(), Attribute.CAPABILITY.word()));
            all = space.bdd().or(all, seen);
        }
        return all;
    }

    /** One line; if most types are affected, it names the exceptions instead. */
    @Override
    public String toString() {
        return String.join(", ", capabilities) + ": " + describeCallers()
                + (unspoken ? " (no rule speaks of it at all)" : "");
    }

    private String describeCallers() {
        var others = WordList.ORGANISATIONS.words().stream()
                .filter(word -> !organisations.contains(word))
                .toList();
        if (others.isEmpty()) {
            return "every organisation";
        }
        return others.size() < organisations.size()
                ? "every organisation but " + String.join(", ", others)
                : String.join(", ", organisations);
    }
}
