package io.facegate.usecase.ledger;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.retention.PrunePlan;
import io.facegate.ledger.retention.Pruner;
import io.facegate.ledger.retention.RetentionActs;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/** Deletes records that no retention rule or hold still requires. The hashes stay, so every proof still verifies. */
public final class RecordPruning {
    private RecordPruning() {}

    /** What would be pruned, and what keeps the rest. */
    public static PrunePlan plan(LedgerAddress ledger, Period keep, Instant now) throws SQLException {
        try (var records = VerifiedReader.open(ledger)) {
            return PrunePlan.compute(records, RetentionActs.read(records), keep, now);
        }
    }

    /**
     * Prunes, after recording who ordered it.
     *
     * @param owner for a ledger in a database: the owner of its tables, since only that role can prune; else null
     */
    public static void prune(LedgerAddress ledger, PrunePlan plan, ActingPerson by, @Nullable LedgerDatabase owner)
            throws SQLException, IOException {
        var act = by.act(RetentionActs.PRUNE, Long.toString(plan.minimum()));
        if (owner == null) {
            Ledger.administrate(ledger, act);
            return;
        }
        var pruner = new Pruner(ledger, owner);
        pruner.requireRight();
        Ledger.administrate(ledger, act);
        pruner.prune(plan);
    }
}
