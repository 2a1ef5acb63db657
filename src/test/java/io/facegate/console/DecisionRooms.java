package io.facegate.console;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.DecisionDossiers;
import io.facegate.usecase.ledger.LogTiles;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the app hands to the page of one decision: the records in memory, or a ledger on disk if a test chooses it. */
@Singleton
final class DecisionRooms {
    private final ConsoleRooms rooms;
    volatile boolean onDisk;
    volatile List<String> witnesses = List.of();
    volatile boolean isQuorumMet = true;
    private volatile RecordSearch disk;

    DecisionRooms(ConsoleRooms rooms) {
        this.rooms = rooms;
    }

    /** The folder of the log whose keys and tiles the console serves. */
    Path folder() {
        return rooms.logFolder;
    }

    /** Looks at the ledger on disk from now on. */
    void lookAtDisk() {
        lookAway();
        disk = RecordSearch.open(folder());
        onDisk = true;
    }

    void lookAway() {
        onDisk = false;
        witnesses = List.of();
        isQuorumMet = true;
        if (disk != null) {
            disk.close();
            disk = null;
        }
    }

    /** @param log makes the folder of the log */
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    DecisionDossiers dossiers(LogTiles log, ViewAudit views) {
        var search = new SwitchedSearch(() -> onDisk ? disk : rooms.archive);
        var recorded = new ViewAudit(act -> put(act, views), rooms);
        var records = new AuditedRecords(search, new SearchWords(search, Map::of, List::of), recorded);
        return new DecisionDossiers(
                records,
                recorded,
                LedgerAddress.ofFolder(folder()),
                RecordRenderer.forPages(UnaryOperator.identity(), folder()),
                () -> new DecisionDossiers.AskedWitnesses(witnesses, isQuorumMet));
    }

    private void put(Administrative act, ViewAudit views) {
        views.record(act);
        if (onDisk) {
            Ledger.administrate(folder(), act);
        }
    }
}
