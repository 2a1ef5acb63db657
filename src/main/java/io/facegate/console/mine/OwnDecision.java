package io.facegate.console.mine;

/** A decision on a call of the organisation, as a row of its page. */
record OwnDecision(String id, String when, String purpose, String capabilities, boolean refused, boolean sandbox) {}
