package io.facegate.policy.index;

import io.facegate.call.FaceCall.Reference;
import io.facegate.policy.language.Rule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rules that references leave standing: a refusal where any is named, a permit where there are some and all are. */
final class References {
    private final Several several;
    private final long[] none;
    private final Map<Reference, long[]> byReference = new EnumMap<>(Reference.class);

    References(List<Rule> rules) {
        several = new Several(rules);
        none = Bits.of(rules, rule -> rule.match().references().isEmpty());
        for (var reference : Reference.values()) {
            byReference.put(
                    reference,
                    Bits.of(
                            rules,
                            rule -> rule.match().references().isEmpty()
                                    || rule.match().references().contains(reference)));
        }
    }

    void narrow(long[] bits, Set<Reference> references) {
        if (references.isEmpty()) {
            Bits.keep(bits, none);
            return;
        }
        several.narrow(
                bits,
                references.stream()
                        .map(reference -> Objects.requireNonNull(byReference.get(reference)))
                        .toList());
    }
}
