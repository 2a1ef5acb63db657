package io.facegate.usecase.report;

import org.jspecify.annotations.Nullable;

/**
 * How many calls a rule refused.
 *
 * @param sentence what the rule tells a caller; null if the policies that have it are not kept
 * @param source the legal instrument that it implements, or null
 */
public record RefusedRule(
        String rule, @Nullable String sentence, @Nullable String source, long calls) {}
