package io.facegate.policy.language;

import java.util.List;

/**
 * Policy pack: one policy file.
 *
 * @param id file name without extension
 * @param binds who is bound, in one sentence
 * @param status default status of its rules
 * @param mode upper limit for the mode of its rules
 */
public record PolicyPack(String id, String title, String binds, LegalStatus status, RuleMode mode, List<Rule> rules) {
    public PolicyPack {
        rules = List.copyOf(rules);
    }

    /** A pack in force, in mode enforce. */
    public PolicyPack(String id, String title, String binds, List<Rule> rules) {
        this(id, title, binds, LegalStatus.IN_FORCE, RuleMode.ENFORCE, rules);
    }

    /** Copy with other rules. */
    public PolicyPack withRules(List<Rule> all) {
        return new PolicyPack(id, title, binds, status, mode, all);
    }
}
