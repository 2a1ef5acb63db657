package io.facegate.registry;

import io.facegate.registry.ChangeJournal.Change;
import org.jspecify.annotations.Nullable;

/** Ends a change that takes two people, before any of it is kept: it becomes a proposal. */
final class ApprovalRequired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Wanted wanted;

    ApprovalRequired(Wanted wanted) {
        super("This change takes two people.", null, false, false);
        this.wanted = wanted;
    }

    /** The row that the change would have written. */
    record Wanted(
            Change change,
            SealedTable table,
            TwoPersonChange kind,
            @Nullable RowContent before,
            RowContent after) {}

    Wanted wanted() {
        return wanted;
    }
}
