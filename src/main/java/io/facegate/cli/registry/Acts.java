package io.facegate.cli.registry;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Journal;
import java.time.Instant;

/** The one place where changes of the registry reach the ledger. */
final class Acts {
    private Acts() {}

    /** Writes each change into the ledger; what the ledger refuses does not happen. */
    static Journal of(LedgerAddress ledger) {
        return (act, subject, person) ->
                Ledger.administrate(ledger, new Ledger.Administrative(act, subject, person, Instant.now()));
    }
}
