package io.facegate.policy.proof;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.Fired;
import io.facegate.policy.proof.model.Stage;
import io.facegate.policy.proof.space.Atom;
import io.facegate.policy.proof.space.Projection;
import io.facegate.policy.proof.space.Space;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Words;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * What no rule ever permits, whatever else is told of a call: it is refused because nobody speaks for it.
 *
 * @param organisations of these types
 * @param capabilities that they may not ask
 * @param unspoken whether no other rule speaks of it either
 */
public record Silence(List<String> organisations, List<String> capabilities, boolean unspoken) {
    public Silence {
        organisations = List.copyOf(organisations);
        capabilities = List.copyOf(capabilities);
    }

    private record Kept(BitSet organisations, boolean unspoken) {}

    /** All of it, grouped by the types that may not ask. */
    static List<Silence> of(Stage stage) {
        var space = stage.space();
        var types = space.axis(Attribute.ORGANISATION.word());
        var capabilities = space.axis(Attribute.CAPABILITY.word());
        var found = new ArrayList<Silence>();
        if (types == null || capabilities == null) {
            return found;
        }
        int permitted = seen(space, stage.ruling().permits());
        int spoken = stage.bdd()
                .or(
                        permitted,
                        stage.bdd()
                                .or(
                                        seen(space, stage.ruling().refusals()),
                                        seen(space, stage.ruling().obliges())));
        var groups = new LinkedHashMap<Kept, List<String>>();
        for (int at = 0; at < capabilities.atoms().size(); at++) {
            var kept = new BitSet();
            boolean unspoken = true;
            for (int type = 0; type < types.atoms().size(); type++) {
                int both = stage.bdd().and(capabilities.one(at), types.one(type));
                boolean silent =
                        !types.atoms().get(type).isAbsent() && stage.bdd().apart(both, permitted);
                kept.set(type, silent);
                unspoken &= !silent || stage.bdd().apart(both, spoken);
            }
            if (!kept.isEmpty()) {
                groups.computeIfAbsent(new Kept(kept, unspoken), unseen -> new ArrayList<>())
                        .addAll(capabilities.atoms().get(at).values());
            }
        }
        groups.forEach((kept, words) -> found.add(new Silence(
                kept.organisations.stream()
                        .boxed()
                        .flatMap(type -> types.atoms().get(type).values().stream())
                        .toList(),
                words,
                kept.unspoken)));
        return found;
    }

    private static int seen(Space space, List<Fired> rules) {
        int all = Bdd.FALSE;
        for (var rule : rules) {
            int seen = new Projection(space)
                    .onto(rule.on(), Set.of(Attribute.ORGANISATION.word(), Attribute.CAPABILITY.word()));
            all = space.bdd().or(all, seen);
        }
        return all;
    }

    /** In one line, the types that are many cut short. */
    @Override
    public String toString() {
        boolean all = organisations.size() == Words.ORGANISATIONS.words().size();
        return String.join(", ", capabilities) + ": "
                + (all ? "every organisation" : Atom.label(organisations))
                + (unspoken ? " (no rule speaks of it at all)" : "");
    }
}
