package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.RecordQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds records; stands on a projection that can be thrown away and catches up by itself. */
public interface RecordArchive extends SearchWords.OnRecord, AutoCloseable {
    /**
     * Records that fit, the newest first, at most {@code query.limit()}; among them every one that may fit and does not
     * verify.
     */
    List<CheckedRecord> page(RecordQuery query);

    /** What the ledger holds under the id of a decision; empty where it holds nothing. */
    Optional<CheckedDecision> look(String decision);

    /**
     * The same records where each must verify.
     *
     * @throws Fault.LedgerTampered when one does not
     */
    default List<VerifiedRecord> find(RecordQuery query) {
        return page(query).stream().map(CheckedRecord::demanded).toList();
    }

    /**
     * The decision of that id, with how it ended and where it stands in the tree.
     *
     * @throws Fault.LedgerTampered when a record of it does not verify
     */
    default Optional<DecisionDetails> dossier(String decision) {
        var found = look(decision).orElse(null);
        if (found instanceof TamperedRecord tampered) {
            tampered.demanded();
        }
        if (found instanceof DecisionDetails dossier && dossier.tampered() != null) {
            dossier.tampered().demanded();
        }
        return found instanceof DecisionDetails dossier ? Optional.of(dossier) : Optional.empty();
    }

    /** How much of the ledger can be found. */
    ProjectionReach reach();

    @Override
    void close();

    /** The archive of a ledger; several may stand on one data folder, in one process or many. */
    static RecordArchive open(LedgerAddress ledger) {
        return SearchArchive.open(ledger);
    }

    /** The archive of the ledger in a data folder's own file. */
    static RecordArchive open(Path data) {
        return open(LedgerAddress.in(data));
    }
}
