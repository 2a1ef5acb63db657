package io.facegate.usecase.report;

import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What rules tell callers, from the policies that a data folder keeps. */
final class RuleTexts {
    /** Sets that are kept read; a set has a few hundred rules. */
    private static final int KEPT = 8;

    private final PolicyArchive archive;
    private final Map<String, Map<String, RuleText>> sets = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, RuleText>> eldest) {
            return size() > KEPT;
        }
    };

    RuleTexts(PolicyArchive archive) {
        this.archive = archive;
    }

    /** The refusals of a rule, with its words as the first of these sets that has it tells them. */
    RefusedRule refused(String rule, Collection<String> digests, long calls) {
        var text = digests.stream()
                .limit(KEPT)
                .map(digest -> read(digest).get(rule))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
        var citation = text == null ? null : text.citation();
        return new RefusedRule(
                rule,
                text == null ? BuiltinRefusals.sentence(rule) : text.text(),
                citation == null ? null : citation.ref(),
                calls);
    }

    private synchronized Map<String, RuleText> read(String digest) {
        var known = sets.get(digest);
        if (known == null) {
            known = load(digest);
            sets.put(digest, known);
        }
        return known;
    }

    /** The refusing rules of a set; none if it is not kept, or was altered. */
    private Map<String, RuleText> load(String digest) {
        try {
            return archive.read(digest).rules().stream()
                    .filter(Rule::refuses)
                    .collect(Collectors.toMap(Rule::id, Rule::ruleText, (one, other) -> one));
        } catch (PolicyErrors gone) {
            return Map.of();
        }
    }
}
