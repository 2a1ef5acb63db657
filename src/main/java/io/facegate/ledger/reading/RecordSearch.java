package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Search over the ledger's records, on a disposable projection that catches up by itself. */
public interface RecordSearch extends SearchWords.RecordedValues, AutoCloseable {
    /**
     * Returns matching records, newest first, at most {@code query.limit()}. Includes every record that does not verify
     * and might match.
     */
    List<CheckedRecord> page(RecordQuery query);

    /**
     * Counts records, for each query those that match it. All counts are of one moment. They come from the projection, and no record is read for them: what was changed since the last audit is
     * counted as it was.
     */
    List<RecordCounts> counts(List<RecordCounts.Asked> questions);

    /** Looks up a decision by id; empty if there is none. */
    Optional<CheckedDecision> findDecision(String decision);

    /**
     * Looks up an administrative act by the id of its record.
     *
     * @throws Fault.LedgerTampered if that record does not verify
     */
    Optional<VerifiedRecord> findAct(String id);

    /**
     * Same records, but each must verify.
     *
     * @throws Fault.LedgerTampered if one does not
     */
    default List<VerifiedRecord> find(RecordQuery query) {
        return page(query).stream().map(CheckedRecord::requireVerified).toList();
    }

    /**
     * True if a record from that index on matches one of these queries, which ask for coded fields alone. The projection
     * is taken as it is: read {@link #indexLag} before.
     */
    default boolean anySince(long index, List<RecordQuery> queries) {
        return queries.stream()
                .flatMap(query -> page(query.newest()).stream())
                .anyMatch(record -> record.index() >= index);
    }

    /**
     * Returns a decision with its outcome and its position in the tree.
     *
     * @throws Fault.LedgerTampered if one of its records does not verify
     */
    default Optional<DecisionDetails> details(String decision) {
        var found = findDecision(decision).orElse(null);
        if (found instanceof TamperedRecord tampered) {
            tampered.requireVerified();
        }
        if (found instanceof DecisionDetails details && details.tampered() != null) {
            details.tampered().requireVerified();
        }
        return found instanceof DecisionDetails details ? Optional.of(details) : Optional.empty();
    }

    /** How much of the ledger is searchable. */
    SearchIndexLag indexLag();

    @Override
    void close();

    /** Opens the archive of a ledger; one data folder may have several, in one process or many. */
    static RecordSearch open(LedgerAddress ledger) {
        return ProjectionSearch.open(ledger);
    }

    /** Same, for the ledger file of the data folder. */
    static RecordSearch open(Path data) {
        return open(LedgerAddress.ofFolder(data));
    }
}
