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
public record Pack(String id, String title, String binds, Status status, Mode mode, List<Rule> rules) {
    public Pack {
        rules = List.copyOf(rules);
    }

    /** One that is in force and enforced. */
    public Pack(String id, String title, String binds, List<Rule> rules) {
        this(id, title, binds, Status.IN_FORCE, Mode.ENFORCE, rules);
    }

    /** The same pack with these rules. */
    public Pack with(List<Rule> all) {
        return new Pack(id, title, binds, status, mode, all);
    }
}
