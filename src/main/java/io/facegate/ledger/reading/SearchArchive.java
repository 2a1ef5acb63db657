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

/** Searches in a projection of the ledger that stands in a file of its own; one caller at a time. */
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

    /** One that catches up before it answers, however long that takes. */
    public static SearchArchive open(LedgerAddress ledger) {
        return new SearchArchive(ledger, Long.MAX_VALUE);
    }

    /** One that catches up by so many records at most; when it is farther behind, it answers from what it has. */
    public static SearchArchive behind(long most, LedgerAddress ledger) {
        return new SearchArchive(ledger, most);
    }

    /** Something to do with the ledger and its projection. */
    @FunctionalInterface
    private interface Work<T> {
        T in(LedgerReader ledger, SearchFile search) throws SQLException;
    }

    /** Something to do with the salts, too. */
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

    /** Whether the projection was right; a record that does not verify may be anything. */
    private static boolean right(CheckedRecord record, RecordQuery query) {
        return !(record instanceof VerifiedRecord entry) || QueryMatcher.fits(query, entry.json());
    }

    /** The projection named a record that is another one than it says. */
    private static SQLException wrong(long place) {
        return new SQLException("The projection is wrong about record " + (place + 1) + '.');
    }

    /**
     * Shows every record that fits, the oldest first, until {@code visitor} has enough.
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

    /** The place of the oldest record that fits. */
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

    /** The place of the record of that id. */
    public synchronized OptionalLong place(String id) {
        return with((_, search) -> {
            var place = search.place(id);
            return place == null ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** The records of administrative acts of these names, in their order. */
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
     * The records at these places.
     *
     * @throws Fault.LedgerTampered when one does not verify
     */
    public synchronized List<VerifiedRecord> at(Collection<Long> places) {
        return with((ledger, _) -> demanded(records(ledger, places)));
    }

    private static List<VerifiedRecord> demanded(List<CheckedRecord> records) {
        return records.stream().map(CheckedRecord::demanded).toList();
    }

    /** The place of the record of a decision's outcome. */
    public synchronized OptionalLong outcome(String decision) {
        return with((_, search) -> {
            var place = search.outcome(decision);
            return place == null ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** The first of these records that the projection does not hold as it is; empty where it holds all that it took over. */
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

    /** Throws the projection away; it is made anew by whoever looks next. */
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

    /** Whether a record holds these words, each somewhere. */
    public synchronized boolean speaks(String text) {
        return with((_, search) -> search.speaks(text));
    }

    /** Whether a record has that id, or refers to it; or it is no id at all. */
    public synchronized boolean names(String id) {
        return with((ledger, search) -> !SearchFile.isId(id)
                || search.place(id) != null
                || search.outcome(id) != null
                || search.doubtful() != null
                || ledger.waits(id));
    }

    /** What there is, counted. */
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
                    Optional.of(dossier(ledger, records, entry, search.outcome(decision), decision));
                case VerifiedRecord _ -> Optional.empty();
            };
        });
    }

    /** What is not found waits for its place, or may be what a record said that does not verify. */
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

    private static DecisionDetails dossier(
            LedgerReader ledger, VerifiedRecords records, VerifiedRecord entry, @Nullable Long ended, String decision)
            throws SQLException {
        var outcome = ended == null ? null : records.at(ledger, ended);
        if (outcome instanceof VerifiedRecord other && !QueryMatcher.named(other.json(), "decision_ref", decision)) {
            throw wrong(other.index());
        }
        return records.dossier(entry, outcome);
    }

    @Override
    public synchronized ProjectionReach reach() {
        return with((ledger, search) ->
                new ProjectionReach(search.next(), ledger.head().size(), ledger.waiting()));
    }

    /** Takes over some records that are not in yet; false when there were none. */
    public synchronized boolean step() {
        return reading((ledger, search) -> search.step(ledger, proven(ledger)));
    }

    /** What is believed now; learnt anew for records that were written since. */
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

    /** Does the work on a projection that caught up. */
    private <T> T with(Work<T> work) {
        return reading((ledger, search) -> {
            if (search.behind(ledger) <= most) {
                while (search.step(ledger, proven(ledger))) {}
            }
            return work.in(ledger, search);
        });
    }

    /** Does the work, on a projection made anew when this one turns out to be damaged. */
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
            // An error with a state is the ledger's database that does not answer; the projection's have none.
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
