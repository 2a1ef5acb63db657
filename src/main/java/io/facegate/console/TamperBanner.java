package io.facegate.console;

import io.facegate.ledger.audit.AuditState;
import java.time.Instant;
import java.util.List;

/** Whether each page says that the last check of the log found records that do not match it, and which. */
public record TamperBanner(AuditStatus audit) {
    public boolean isTampered() {
        return audit.now().log() != null;
    }

    /** True if there is more than one. */
    public boolean isMany() {
        var found = audit.now().log();
        return found != null && found.count() > 1;
    }

    /** The number of the first such record, from 1. */
    public long getNumber() {
        var found = audit.now().log();
        return found == null ? 0 : found.index() + 1;
    }

    public String getAddress() {
        return ConsolePage.INTEGRITY.address() + "/records/" + getNumber();
    }

    /** True if it is known and is about other records only. */
    public boolean isAboutOthers(long number) {
        var found = audit.now().log();
        return found != null && !found.indices().contains(number - 1);
    }

    /** When the check of the whole log last found an altered record unaltered; empty if it never did. */
    public String lastSound(PageLanguage speech, long number) {
        var whole = audit.now().lastCleanPass();
        return whole == null || whole.records() < number
                ? ""
                : speech.fill("integrity.record.changed", speech.time("time.whole", whole.time()));
    }

    /** All of them, as far as a banner names them. */
    public AlteredRecordsView altered(PageLanguage speech) {
        var found = audit.now().log();
        return new AlteredRecordsView(
                speech,
                found == null ? new AuditState.Finding(Instant.EPOCH, 0, "", 0, List.of()) : found,
                AlteredRecordsView.IN_BANNER);
    }
}
