package io.facegate.console;

/** Whether each page says that the last check of the log found a record that does not match it, and where. */
public record TamperBanner(AuditStatus audit) {
    public boolean isTampered() {
        return audit.now().log() != null;
    }

    /** The number of the first such record, from 1. */
    public long getNumber() {
        var found = audit.now().log();
        return found == null ? 0 : found.index() + 1;
    }

    public String getAddress() {
        return ConsolePage.INTEGRITY.address() + "/records/" + getNumber();
    }
}
