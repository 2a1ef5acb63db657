package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditFile;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFile;
import io.facegate.registry.RegistryAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Statistics of a ledger: numbers only, so no view is recorded, unless the question names a case, gallery or person.
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
    /** Where the words of a question are looked up, besides the records. */
    public record WordSources(RegistryAddress registry, Path policies) {}

    /**
     * Brings the search index up to date, and counts.
     *
     * @param words where the words of the question are looked up
     * @param question the query for the records to count
     * @param viewer who asks
     */
    public static LedgerStatistics read(
            LedgerAddress ledger, WordSources words, Function<SearchWords, RecordQuery> question, String viewer) {
        try (var first = ProjectionSearch.open(0, ledger);
                var search = ProjectionSearch.open(ledger)) {
            var before = first.indexLag();
            var query = question.apply(SearchWordSources.of(search, words.registry(), words.policies()));
            if (!query.personal().isEmpty()) {
                ViewAudit.of(ledger).record(viewer, now -> AccessAuditRecord.list(query, List.of(), viewer, now));
            }
            // The record of this look commits to the same case or person, and is not counted.
            var counts = search.counts(query.personal().isEmpty() ? query : query.withoutViews());
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
