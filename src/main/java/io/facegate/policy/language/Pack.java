package io.facegate.policy.language;

import java.util.List;

/**
 * One policy file.
 *
 * @param id the file's name without its ending
 * @param binds whom, in one sentence
 */
public record Pack(String id, String title, String binds, List<Rule> rules) {
    public Pack {
        rules = List.copyOf(rules);
    }
}
