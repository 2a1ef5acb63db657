package io.facegate.console.policy;

import org.jspecify.annotations.Nullable;

/**
 * View model of one pack on its page.
 *
 * @param proofs what was proved of the policies that it is one of
 * @param known the day on which it was known so; null if it is in force
 */
record PackPage(
        PackView pack,
        String proofs,
        String digest,
        @Nullable PastPoliciesView known) {}
