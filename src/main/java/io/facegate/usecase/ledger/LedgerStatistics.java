package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditFile;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.SearchFile;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Statistics of a ledger: numbers only, so no view is recorded.
 *
 * @param before how far the search index was behind at first
 * @param ledgerBytes the size of the records on disk
 * @param searchBytes the size of the search index
 * @param audit how far the counts, which come from the index, were audited
 */
public record LedgerStatistics(
        RecordCounts counts,
        SearchIndexLag before,
        SearchIndexLag now,
        long ledgerBytes,
        long searchBytes,
        AuditState audit) {
    /** Brings the search index up to date, and counts. */
    public static LedgerStatistics read(LedgerAddress ledger) {
        try (var first = ProjectionSearch.open(0, ledger);
                var search = ProjectionSearch.open(ledger)) {
            var before = first.indexLag();
            var counts = search.counts();
            return new LedgerStatistics(
                    counts,
                    before,
                    search.indexLag(),
                    ledger.bytes(),
                    LedgerAddress.bytes(ledger.data().resolve(SearchFile.NAME)),
                    AuditFile.read(ledger.data()));
        } catch (IOException | SQLException unreadable) {
            throw new Fault.LedgerDown(
                    "The sizes of the ledger and its search index cannot be read: " + unreadable.getMessage());
        }
    }
}
