package io.facegate.console;

import io.facegate.ledger.audit.AuditState;

/** Supplies the state of the ledger audit; implemented by the gateway's own audit. */
@FunctionalInterface
public interface AuditStatus {
    AuditState now();
}
