package io.facegate.policy.language;

import java.util.List;

/**
 * One policy file.
 *
 * @param id the file's name without its ending
 * @param binds whom, in one sentence
 * @param status of its rules, where they do not say
 * @param mode that none of its rules goes beyond
 */
public record PolicyPack(String id, String title, String binds, LegalStatus status, RuleMode mode, List<Rule> rules) {
    public PolicyPack {
        rules = List.copyOf(rules);
    }

    /** One that is in force and enforced. */
    public PolicyPack(String id, String title, String binds, List<Rule> rules) {
        this(id, title, binds, LegalStatus.IN_FORCE, RuleMode.ENFORCE, rules);
    }

    /** The same pack with these rules. */
    public PolicyPack with(List<Rule> all) {
        return new PolicyPack(id, title, binds, status, mode, all);
    }
}
