package io.facegate.ledger.reading;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds records; stands on a projection that can be thrown away and catches up by itself. */
public interface Archive extends AutoCloseable {
    /** Records that fit, the newest first, at most {@code query.limit()}. */
    List<Entry> find(Query query);

    /** The decision of that id, with how it ended and where it stands in the tree. */
    Optional<Dossier> dossier(String decision);

    /** How much of the ledger can be found. */
    Reach reach();

    @Override
    void close();

    /** The archive of a ledger; several may stand on one data folder, in one process or many. */
    static Archive open(LedgerAddress ledger) {
        return SearchArchive.open(ledger);
    }

    /** The archive of the ledger in a data folder's own file. */
    static Archive open(Path data) {
        return open(LedgerAddress.in(data));
    }
}
