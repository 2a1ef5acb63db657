package io.facegate.policy.trial;

import org.jspecify.annotations.Nullable;

/**
 * A question with the answer that is expected.
 *
 * @param file in which it stands
 * @param line on which it begins
 * @param permit whether the call should be permitted
 * @param rule that should decide, or null for any
 */
public record Case(
        String file,
        int line,
        String name,
        Question question,
        boolean permit,
        @Nullable String rule) {}
