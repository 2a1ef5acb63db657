package io.facegate.cli.registry;

import io.facegate.ledger.Ledger;
import io.facegate.registry.Journal;
import java.nio.file.Path;
import java.time.Instant;

/** The one place where changes of the registry reach the ledger. */
final class Acts {
    private Acts() {}

    /** Writes each change into the ledger of the same data folder; what the ledger refuses does not happen. */
    static Journal of(Path dataFolder) {
        return (act, subject, person) ->
                Ledger.administrate(dataFolder, new Ledger.Administrative(act, subject, person, Instant.now()));
    }
}
