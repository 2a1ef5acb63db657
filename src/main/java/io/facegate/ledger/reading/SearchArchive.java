package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.address.PersistentReader;
import io.facegate.ledger.search.QueryMatcher;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.search.SearchFile;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.SaltFile;
import io.facegate.ledger.store.Salts;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Record archive that searches a projection of the ledger, held in its own file. Calls are serialised. */
public final class SearchArchive implements RecordArchive {
    private static final int MOST = 1000;

    private final LedgerAddress address;
    private final Path folder;
    private final long most;
    private final PersistentReader reader;
    private @Nullable SearchFile search;
    private @Nullable VerifiedRecords verified;

    private SearchArchive(LedgerAddress address, long most) {
        this.address = address;
        this.folder = address.data();
        this.most = most;
        this.reader = new PersistentReader(address);
    }

    /** Opens an archive that catches up before each answer, however long that takes. */
    public static SearchArchive open(LedgerAddress ledger) {
        return new SearchArchive(ledger, Long.MAX_VALUE);
    }

    /** Opens an archive that catches up by at most {@code most} records; if further behind, it answers as it is. */
    public static SearchArchive behind(long most, LedgerAddress ledger) {
        return new SearchArchive(ledger, most);
    }

    /** Operation on the ledger and its projection. */
    @FunctionalInterface
    private interface Work<T> {
        T in(LedgerReader ledger, SearchFile search) throws SQLException;
    }

    /** Operation on the ledger, its projection and the salts. */
    @FunctionalInterface
    private interface Look<T> {
        T in(Salts salts) throws SQLException;
    }

    @Override
    public synchronized List<CheckedRecord> page(RecordQuery query) {
        int limit = Math.clamp(query.limit(), 0, MOST);
        return with((ledger, search) -> {
            var places = new ArrayList<Long>();
            if (limit > 0) {
                salted(query, salts -> {
                    search.descending(query, salts, place -> {
                        places.add(place);
                        return places.size() < limit;
                    });
                    return true;
                });
            }
            var found = records(ledger, places);
            for (var record : found) {
                if (!right(record, query)) {
                    throw wrong(record.index());
                }
            }
            return found;
        });
    }

    private <T> T salted(RecordQuery query, Look<T> look) throws SQLException {
        try (var salts = query.personal().isEmpty() ? Salts.NONE : SaltFile.read(folder)) {
            return look.in(salts);
        }
    }

    private List<CheckedRecord> records(LedgerReader ledger, Collection<Long> places) throws SQLException {
        return verified(ledger).at(ledger, List.copyOf(places));
    }

    private VerifiedRecords verified(LedgerReader ledger) throws SQLException {
        var records = verified;
        if (records == null) {
            records = VerifiedRecords.of(address, reader);
            verified = records;
        }
        records.refresh(ledger);
        return records;
    }

    /** True if the projection was right; a record that does not verify may be anything. */
    private static boolean right(CheckedRecord record, RecordQuery query) {
        return !(record instanceof VerifiedRecord entry) || QueryMatcher.fits(query, entry.json());
    }

    /** Error for a projection that points to a different record. */
    private static SQLException wrong(long place) {
        return new SQLException("The projection is wrong about record " + (place + 1) + '.');
    }

    /**
     * Passes every matching record, oldest first, until {@code visitor} returns false.
     *
     * @throws Fault.LedgerTampered at the first that does not verify
     */
    public synchronized void each(RecordQuery query, Predicate<VerifiedRecord> visitor) {
        with((ledger, search) -> salted(query, salts -> {
            var records = verified(ledger);
            search.ascending(query, salts, place -> {
                try {
                    var record = records.at(ledger, place);
                    if (!right(record, query)) {
                        throw new Fault.LedgerDown(
                                "The search file is wrong about record " + (place + 1) + ": delete " + SearchFile.NAME);
                    }
                    return visitor.test(record.demanded());
                } catch (SQLException unreadable) {
                    throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
                }
            });
            return true;
        }));
    }

    /** The index of the oldest matching record. */
    public synchronized OptionalLong oldest(RecordQuery query) {
        return with((_, search) -> salted(query, salts -> {
            var found = new ArrayList<Long>(1);
            search.ascending(query, salts, place -> {
                found.add(place);
                return false;
            });
            return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getFirst());
        }));
    }

    /** The index of the record with this id. */
    public synchronized OptionalLong place(String id) {
        return with((_, search) -> {
            var place = search.place(id);
            return place == null ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** The records of administrative acts with these names, in their order. */
    public synchronized List<VerifiedRecord> acts(Collection<String> names) {
        return with((ledger, search) -> {
            var places = new TreeMap<Long, Boolean>();
            for (var name : names) {
                var query = RecordQuery.any(MOST).with(SearchFacet.ACT, name);
                search.ascending(query, Salts.NONE, place -> places.put(place, true) == null);
            }
            return demanded(records(ledger, places.keySet()));
        });
    }

    /**
     * The records at these indexes.
     *
     * @throws Fault.LedgerTampered if one does not verify
     */
    public synchronized List<VerifiedRecord> at(Collection<Long> places) {
        return with((ledger, _) -> demanded(records(ledger, places)));
    }

    private static List<VerifiedRecord> demanded(List<CheckedRecord> records) {
        return records.stream().map(CheckedRecord::demanded).toList();
    }

    /** The index of the record of a decision's outcome. */
    public synchronized OptionalLong outcome(String decision) {
        return with((_, search) -> {
            var place = search.outcome(decision);
            return place == null ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** The first of these records that the projection has processed but omits or lists wrongly, by index. */
    public synchronized OptionalLong leftOut(List<VerifiedRecord> records) {
        return reading((_, search) -> {
            long next = search.next();
            var listed = search.listed();
            for (var entry : records) {
                if (entry.index() < next && !listed.holds(entry.index(), entry.json())) {
                    return OptionalLong.of(entry.index());
                }
            }
            return OptionalLong.empty();
        });
    }

    /** Deletes the projection; the next query rebuilds it. */
    public synchronized void rebuild() {
        try {
            there().discard();
            search = null;
        } catch (SQLException | IOException stays) {
            throw new Fault.LedgerDown("The search file is wrong and cannot be deleted: " + stays.getMessage());
        }
    }

    @Override
    public synchronized boolean lists(SearchFacet facet, String value) {
        return with((_, search) -> search.lists(facet, value));
    }

    @Override
    public synchronized List<String> values(SearchFacet facet) {
        return with((_, search) -> search.values(facet));
    }

    /** True if for each of these words some record holds it. */
    public synchronized boolean speaks(String text) {
        return with((_, search) -> search.speaks(text));
    }

    /** True if a record has that id or refers to it, or if the text is not an id. */
    public synchronized boolean names(String id) {
        return with((ledger, search) -> !SearchFile.isId(id)
                || search.place(id) != null
                || search.outcome(id) != null
                || search.doubtful() != null
                || ledger.waits(id));
    }

    /** Record counts. */
    public synchronized RecordCounts counts() {
        return with((_, search) -> search.counts());
    }

    @Override
    public synchronized Optional<CheckedDecision> look(String decision) {
        return with((ledger, search) -> {
            var place = search.place(decision);
            var records = verified(ledger);
            if (place == null) {
                return absent(ledger, records, search.doubtful(), decision);
            }
            return switch (records.at(ledger, place)) {
                case TamperedRecord tampered -> Optional.of(tampered);
                case VerifiedRecord entry when !QueryMatcher.named(entry.json(), "id", decision) -> throw wrong(place);
                case VerifiedRecord entry
                when entry.judgement() ->
                    Optional.of(details(ledger, records, entry, search.outcome(decision), decision));
                case VerifiedRecord _ -> Optional.empty();
            };
        });
    }

    /** Result for an id that was not found: its record waits for the tree, or may be one that does not verify. */
    private static Optional<CheckedDecision> absent(
            LedgerReader ledger, VerifiedRecords records, @Nullable Long doubtful, String decision)
            throws SQLException {
        if (ledger.waits(decision)) {
            return Optional.of(new CheckedDecision.NotInTree());
        }
        return doubtful != null && records.at(ledger, doubtful) instanceof TamperedRecord tampered
                ? Optional.of(tampered)
                : Optional.empty();
    }

    private static DecisionDetails details(
            LedgerReader ledger, VerifiedRecords records, VerifiedRecord entry, @Nullable Long ended, String decision)
            throws SQLException {
        var outcome = ended == null ? null : records.at(ledger, ended);
        if (outcome instanceof VerifiedRecord other && !QueryMatcher.named(other.json(), "decision_ref", decision)) {
            throw wrong(other.index());
        }
        return records.details(entry, outcome);
    }

    @Override
    public synchronized SearchIndexLag reach() {
        return with((ledger, search) ->
                new SearchIndexLag(search.next(), ledger.head().size(), ledger.waiting()));
    }

    /** Adds the next records to the projection; returns false if there were none. */
    public synchronized boolean step() {
        return reading((ledger, search) -> search.step(ledger, proven(ledger)));
    }

    /** Hashes of the trusted tree, refreshed for records written since. */
    private SearchFile.Proven proven(LedgerReader ledger) {
        var known = new boolean[1];
        return index -> {
            var records = verified;
            if (records == null || !known[0] || index >= records.size()) {
                records = verified(ledger);
                known[0] = true;
            }
            return records.proven(index);
        };
    }

    /** Runs the work on a caught-up projection. */
    private <T> T with(Work<T> work) {
        return reading((ledger, search) -> {
            if (search.behind(ledger) <= most) {
                while (search.step(ledger, proven(ledger))) {}
            }
            return work.in(ledger, search);
        });
    }

    /** Runs the work; rebuilds the projection if it turns out to be damaged. */
    private <T> T reading(Work<T> work) {
        try {
            return reader.read(ledger -> reading(ledger, work));
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private <T> T reading(LedgerReader ledger, Work<T> work) throws SQLException, IOException {
        try {
            return work.in(ledger, there());
        } catch (SQLException damaged) {
            // Errors of the ledger's database have an SQLSTATE; the projection's have none.
            if (damaged.getSQLState() != null || SqliteSettings.busy(damaged) || search == null) {
                throw damaged;
            }
            search.discard();
            search = null;
            return work.in(ledger, there());
        }
    }

    private SearchFile there() throws SQLException, IOException {
        if (search != null && !search.there()) {
            closeSearch();
        }
        if (search == null) {
            search = SearchFile.open(folder);
        }
        return search;
    }

    @Override
    public synchronized void close() {
        try {
            if (verified != null) {
                verified.close();
                verified = null;
            }
            reader.close();
            closeSearch();
        } catch (SQLException broken) {
            throw new Fault.LedgerDown("The search file did not close: " + broken.getMessage());
        }
    }

    private void closeSearch() throws SQLException {
        if (search != null) {
            search.close();
            search = null;
        }
    }
}
