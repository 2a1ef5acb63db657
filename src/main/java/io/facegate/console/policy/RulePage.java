package io.facegate.console.policy;

import io.facegate.console.PageLanguage;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Language;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * View model of one rule on its page.
 *
 * @param tests those that it decided, or should have
 * @param proofs what was proved of the policies that it is one of
 * @param known the day on which it was known so; null if it is in force
 */
record RulePage(
        Found found,
        PolicyTestResultsView tests,
        String proofs,
        String digest,
        @Nullable PastPoliciesView known) {
    /**
     * A rule in its pack, as known at a moment.
     *
     * @param others the same rule in the other languages
     */
    record Found(RuleView rule, PolicyPack pack, List<RuleView> others) {}

    /** The rule {@code PACK/RULE} of these policies. */
    static Optional<Found> find(PageLanguage page, PolicySet policySet, String id, Instant moment) {
        return policySet.packs().stream()
                .flatMap(pack -> pack.rules().stream()
                        .filter(rule -> rule.id().equals(id))
                        .map(rule -> new Found(
                                RuleView.of(PolicySpeech.of(page), rule, moment),
                                pack,
                                Arrays.stream(Language.values())
                                        .filter(language -> language != page.language())
                                        .map(language -> PolicySpeech.of(
                                                new PageLanguage(language, page.here(), page.visitor())))
                                        .map(other -> RuleView.of(other, rule, moment))
                                        .toList())))
                .findFirst();
    }

    public RuleView rule() {
        return found.rule;
    }

    public List<RuleView> others() {
        return found.others;
    }

    public String packTitle() {
        return PolicySpeech.shown(found.pack.title());
    }

    /** The page of its pack, on the same day. */
    public String packAddress() {
        var address = PolicySpeech.packAddress(found.pack.id());
        return known == null ? address : address + "?on=" + known.on();
    }

    /** The page of the rule as it is in force; empty if no rule in force has its id, or that is not known. */
    public String addressToday() {
        var inForce = known == null ? null : known.inForce();
        return inForce == null
                        || find(found.rule.speech().page(), inForce, found.rule.id(), found.rule.now())
                                .isEmpty()
                ? ""
                : found.rule.address();
    }

    /** Why there is no page of the rule as it is in force. */
    public String absentToday() {
        boolean isUnknown = known == null || known.inForce() == null;
        return found.rule.speech().say(isUnknown ? "known.rule.unknown" : "known.rule.gone");
    }
}
