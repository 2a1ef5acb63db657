package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.store.Batch;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The hashes that a path through the tree is made of: single ones from the ledger, whole blocks from the projection. */
final class Leaves {
    private final LedgerReader ledger;
    private final Connection search;
    private @Nullable Batch batch;

    Leaves(LedgerReader ledger, Connection search) {
        this.ledger = ledger;
        this.search = search;
    }

    byte[] leaf(long index) {
        try {
            var at = batch;
            if (at == null || index < at.first() || index >= at.first() + at.count()) {
                at = ledger.around(index, 1).getFirst();
                batch = at;
            }
            return at.leaf((int) (index - at.first()));
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    byte @Nullable [] known(int level, long from) {
        if (level == 0 || level % Projection.BLOCK_LEVEL != 0) {
            return null;
        }
        try {
            var found =
                    Cells.all(search, "SELECT hash FROM block WHERE level = ? AND number = ?", level, from >> level);
            return found.isEmpty() ? null : found.getFirst();
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The search file cannot be read: " + unreadable.getMessage());
        }
    }
}
