package io.facegate.usecase.policy;

import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.replay.ExactReplay;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.RecordedDecision;
import io.facegate.ledger.replay.RecordedDecisions;
import io.facegate.ledger.replay.WhatIfReplay;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.usecase.ledger.ViewAudit;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded calls again. Who looks is on record before a method reads a record.
 *
 * <p>Methods throw {@link ViewAudit.Unrecorded} if the view cannot be recorded.
 */
public final class DecisionReplay {
    private final RecordedDecisions decisions;
    private final String viewer;

    /**
     * The decisions of a ledger in a period, for one reader.
     *
     * @param from inclusive start, or null
     * @param until exclusive end, or null
     */
    public DecisionReplay(LedgerAddress ledger, String viewer, @Nullable Instant from, @Nullable Instant until) {
        this.decisions = new RecordedDecisions(ledger, from, until);
        this.viewer = viewer;
    }

    /**
     * Repeats each decision by the policies that its record names, as the data folder keeps them.
     *
     * @param different receives each decision whose record differs
     */
    public ExactReplay reproduce(Path data, Consumer<RecordedDecision> different) throws SQLException {
        recordView();
        return new ExactReplay(PolicyHistory.ofFolder(data), different).replay(decisions);
    }

    /** Decides each call by the policies of a folder. */
    public WhatIfReplay decideBy(Path policies) throws SQLException {
        recordView();
        return new WhatIfReplay(PolicyEngine.load(policies)).replay(decisions);
    }

    private void recordView() {
        var period = RecordQuery.matchAll(1).withPeriod(decisions.from(), decisions.until());
        ViewAudit.of(decisions.ledger())
                .record(AccessAuditRecord.forView("replay " + period.describe(), viewer, Instant.now()));
    }
}
