package io.facegate.usecase.registry;

import io.facegate.registry.Quota;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a quota that counts calls of an organisation, and what is left of it.
 *
 * @param name of the limit, as callers are told it
 * @param period the word for its window: a second, a day, a month
 * @param limit how many calls there may be in the window; of a rate, how many at once
 * @param perSecond of a rate, how many calls there may be each second; else null
 * @param left null if each key has a count of its own, or if counts that gateways share cannot be read
 * @param scope the calls that it counts
 */
public record QuotaLimit(
        String name,
        String period,
        long limit,
        @Nullable Double perSecond,
        @Nullable Long left,
        Quota.Scope scope) {}
