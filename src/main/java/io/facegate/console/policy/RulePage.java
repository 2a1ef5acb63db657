package io.facegate.console.policy;

import io.facegate.policy.language.PolicyPack;
import java.util.List;

/**
 * View model of one rule on its page.
 *
 * @param tests those that it decided, or should have
 * @param proofs what was proved of the policies that it is one of
 * @param others the same rule in the other languages
 */
record RulePage(
        RuleView rule,
        PolicyPack pack,
        PolicyTestResultsView tests,
        String proofs,
        List<RuleView> others,
        String digest) {
    public String packTitle() {
        return PolicySpeech.shown(pack.title());
    }

    public String packAddress() {
        return PolicySpeech.packAddress(pack.id());
    }
}
