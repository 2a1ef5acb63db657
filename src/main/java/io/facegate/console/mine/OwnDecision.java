package io.facegate.console.mine;

/**
 * A decision on a call of an organisation's own, as its people see it.
 *
 * @param reason why it was refused, or an empty text
 */
record OwnDecision(
        String id, String when, String purpose, String capabilities, boolean refused, boolean sandbox, String reason) {}
