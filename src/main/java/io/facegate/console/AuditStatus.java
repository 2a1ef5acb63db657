package io.facegate.console;

import io.facegate.ledger.audit.AuditState;

/** What is known of the log as a whole; the app hands over the gateway's own audit. */
@FunctionalInterface
public interface AuditStatus {
    AuditState now();
}
