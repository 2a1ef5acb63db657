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

/** Record search over a projection of the ledger, held in its own file. Calls are serialised. */
public final class ProjectionSearch implements RecordSearch {
    private static final int MOST = 1000;

    private final LedgerAddress address;
    private final Path folder;
    private final long most;
    private final PersistentReader reader;
    private @Nullable SearchFile search;
    private long generation;
    private @Nullable VerifiedRecords verified;

    private ProjectionSearch(LedgerAddress address, long most) {
        this.address = address;
        this.folder = address.data();
        this.most = most;
        this.reader = new PersistentReader(address);
    }

    /** Opens an archive that catches up before each answer, however long that takes. */
    public static ProjectionSearch open(LedgerAddress ledger) {
        return new ProjectionSearch(ledger, Long.MAX_VALUE);
    }

    /** Opens an archive that catches up by at most {@code most} records; if further behind, it answers as it is. */
    public static ProjectionSearch open(long most, LedgerAddress ledger) {
        return new ProjectionSearch(ledger, most);
    }

    /** Operation on the ledger and its projection. */
    private interface Work<T> {
        T run(LedgerReader ledger, SearchFile search) throws SQLException;
    }

    @Override
    public synchronized List<CheckedRecord> page(RecordQuery query) {
        int limit = Math.clamp(query.limit(), 0, MOST);
        return query((ledger, search) -> {
            var places = new ArrayList<Long>();
            if (limit > 0) {
                withSalts(query, salts -> {
                    search.descending(query, salts, place -> places.add(place) && places.size() < limit);
                    return true;
                });
            }
            var found = records(ledger, places);
            for (var record : found) {
                if (!matchesQuery(record, query)) {
                    throw wrongProjection(record.index());
                }
            }
            return found;
        });
    }

    private <T> T withSalts(RecordQuery query, SqlFunction<Salts, T> look) throws SQLException {
        try (var salts = query.personal().isEmpty() ? Salts.NONE : SearchedSalts.open(address.salts()::read)) {
            return look.apply(salts);
        }
    }

    private List<CheckedRecord> records(LedgerReader ledger, Collection<Long> places) throws SQLException {
        return verified(ledger).read(ledger, List.copyOf(places));
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
    private static boolean matchesQuery(CheckedRecord record, RecordQuery query) {
        return !(record instanceof VerifiedRecord entry) || QueryMatcher.matches(query, entry.json());
    }

    /** Error for a projection that points to a different record. */
    static SQLException wrongProjection(long place) {
        return new SQLException("The projection is wrong about record " + (place + 1) + '.');
    }

    /**
     * Passes every matching record, oldest first, until {@code visitor} returns false.
     *
     * @throws Fault.LedgerTampered at the first that does not verify
     */
    public synchronized void forEachMatch(RecordQuery query, Predicate<VerifiedRecord> visitor) {
        query((ledger, search) -> withSalts(query, salts -> {
            var records = verified(ledger);
            search.ascending(query, salts, place -> {
                try {
                    var record = records.read(ledger, place);
                    if (!matchesQuery(record, query)) {
                        throw new Fault.LedgerDown(
                                "The search file is wrong about record " + (place + 1) + ": delete " + SearchFile.NAME);
                    }
                    return visitor.test(record.requireVerified());
                } catch (SQLException unreadable) {
                    throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
                }
            });
            return true;
        }));
    }

    /** The index of the oldest matching record. */
    public synchronized OptionalLong oldestMatch(RecordQuery query) {
        return query((_, search) -> withSalts(query, salts -> {
            var found = new ArrayList<Long>(1);
            search.ascending(query, salts, place -> !found.add(place));
            return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.getFirst());
        }));
    }

    @Override
    public synchronized boolean anySince(long index, List<RecordQuery> queries) {
        return runOrRebuild((_, search) -> search.anySince(index, queries));
    }

    /** The index of the record with this id. */
    public synchronized OptionalLong place(String id) {
        return query((_, search) -> optional(search.place(id)));
    }

    /** The records of administrative acts with these names, in their order. */
    public synchronized List<VerifiedRecord> acts(Collection<String> names) {
        return query((ledger, search) -> {
            var places = new TreeMap<Long, Boolean>();
            for (var name : names) {
                var query = RecordQuery.matchAll(MOST).withFacet(SearchFacet.ACT, name);
                search.ascending(query, Salts.NONE, place -> places.put(place, true) == null);
            }
            return requireAllVerified(records(ledger, places.keySet()));
        });
    }

    /**
     * The records at these indexes.
     *
     * @throws Fault.LedgerTampered if one does not verify
     */
    public synchronized List<VerifiedRecord> recordsAt(Collection<Long> places) {
        return query((ledger, _) -> requireAllVerified(records(ledger, places)));
    }

    private static List<VerifiedRecord> requireAllVerified(List<CheckedRecord> records) {
        return records.stream().map(CheckedRecord::requireVerified).toList();
    }

    /** The index of the record of a decision's outcome. */
    public synchronized OptionalLong outcome(String decision) {
        return query((_, search) -> optional(search.outcome(decision)));
    }

    private static OptionalLong optional(@Nullable Long place) {
        return place == null ? OptionalLong.empty() : OptionalLong.of(place);
    }

    /** The first of these records that the projection has processed but omits or lists wrongly, by index. */
    public synchronized OptionalLong findOmitted(List<VerifiedRecord> records) {
        return runOrRebuild((_, search) -> {
            long next = search.next();
            var listed = search.listed();
            for (var entry : records) {
                if (entry.index() < next && !listed.isListedCorrectly(entry.index(), entry.json())) {
                    return OptionalLong.of(entry.index());
                }
            }
            return OptionalLong.empty();
        });
    }

    /** Deletes the projection; the next query rebuilds it. */
    public synchronized void rebuild() {
        try {
            openFile().discard();
            search = null;
        } catch (SQLException | IOException stays) {
            throw new Fault.LedgerDown("The search file is wrong and cannot be deleted: " + stays.getMessage());
        }
    }

    @Override
    public synchronized boolean lists(SearchFacet facet, String value) {
        return query((_, search) -> search.lists(facet, value));
    }

    @Override
    public synchronized List<String> values(SearchFacet facet) {
        return query((_, search) -> search.values(facet));
    }

    @Override
    public synchronized boolean containsWords(String text) {
        return query((_, search) -> search.containsWords(text));
    }

    @Override
    public synchronized boolean names(String id) {
        return query((ledger, search) -> !SearchFile.isId(id)
                || search.place(id) != null
                || search.outcome(id) != null
                || search.firstUnverified() != null
                || ledger.isWaiting(id)
                || findArrived(ledger, search, id) != null);
    }

    /** Counts records. The projection is trusted as far as the last audit verified it. */
    public synchronized <T> T tally(SqlFunction<SearchFile, T> work) {
        return query((_, search) -> search.atOneMoment(() -> work.apply(search)));
    }

    /** The records at these indexes, in their order, verified or tampered. */
    public synchronized List<CheckedRecord> checkedAt(Collection<Long> places) {
        return query((ledger, _) -> records(ledger, places));
    }

    /** Counts of the records that match a query. */
    public synchronized RecordCounts counts(RecordQuery query) {
        return query((_, search) -> withSalts(query, salts -> search.counts(query, salts)));
    }

    @Override
    public synchronized List<RecordCounts> counts(List<RecordCounts.Asked> questions) {
        return query(
                (_, search) -> withSalts(RecordCounts.personal(questions), salts -> search.counts(questions, salts)));
    }

    @Override
    public synchronized Optional<CheckedDecision> findDecision(String decision) {
        return query((ledger, search) -> {
            var place = search.place(decision);
            if (place == null && ledger.isWaiting(decision)) {
                return Optional.of(new CheckedDecision.NotInTree());
            }
            place = place == null ? findArrived(ledger, search, decision) : place;
            var records = verified(ledger);
            if (place == null) {
                return findTampered(ledger, records, search.firstUnverified());
            }
            return switch (records.read(ledger, place)) {
                case TamperedRecord tampered -> Optional.of(tampered);
                case VerifiedRecord entry
                when !QueryMatcher.hasId(entry.json(), "id", decision) -> throw wrongProjection(place);
                case VerifiedRecord entry
                when entry.isDecision() ->
                    Optional.of(records.details(ledger, entry, search.outcome(decision), decision));
                case VerifiedRecord _ -> Optional.empty();
            };
        });
    }

    @Override
    public synchronized Optional<VerifiedRecord> findAct(String id) {
        return place(id).stream()
                .mapToObj(place -> recordsAt(List.of(place)).getFirst())
                .filter(VerifiedRecord::isAct)
                .findFirst();
    }

    /** An id that was not found may be that of a record that does not verify. */
    private static Optional<CheckedDecision> findTampered(
            LedgerReader ledger, VerifiedRecords records, @Nullable Long doubtful) throws SQLException {
        return doubtful != null && records.read(ledger, doubtful) instanceof TamperedRecord tampered
                ? Optional.of(tampered)
                : Optional.empty();
    }

    /** Where a record is that waits no longer, since it came into the tree after the query began. */
    private @Nullable Long findArrived(LedgerReader ledger, SearchFile search, String id) throws SQLException {
        catchUp(ledger, search);
        return search.place(id);
    }

    @Override
    public synchronized SearchIndexLag indexLag() {
        return query((ledger, search) ->
                new SearchIndexLag(search.next(), ledger.head().size(), ledger.waitingBatches(), generation));
    }

    /** Adds the next records to the projection; returns false if there were none. */
    public synchronized boolean indexNext() {
        return runOrRebuild((ledger, search) -> search.indexNext(ledger, proven(ledger)));
    }

    /** Hashes of the trusted tree, refreshed for records written since. */
    private SearchFile.LeafHashes proven(LedgerReader ledger) {
        var known = new boolean[1];
        return index -> {
            var records = verified;
            if (records == null || !known[0] || index >= records.size()) {
                records = verified(ledger);
                known[0] = true;
            }
            return records.trustedLeaf(index);
        };
    }

    /** Runs the work once the projection has at least what the ledger had when the query began. */
    private <T> T query(Work<T> work) {
        return runOrRebuild((ledger, search) -> {
            catchUp(ledger, search);
            return work.run(ledger, search);
        });
    }

    /** Adds what the ledger has. What arrives meanwhile under load would take many rounds of a few records each. */
    private void catchUp(LedgerReader ledger, SearchFile search) throws SQLException {
        if (search.recordsBehind(ledger) <= most) {
            long size = ledger.head().size();
            while (search.indexNext(ledger, proven(ledger)) && search.next() < size) {}
        }
    }

    /** Runs the work; rebuilds the projection if it turns out to be damaged. */
    private <T> T runOrRebuild(Work<T> work) {
        try {
            return reader.read(ledger -> runOrRebuild(ledger, work));
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private <T> T runOrRebuild(LedgerReader ledger, Work<T> work) throws SQLException, IOException {
        try {
            return work.run(ledger, openFile());
        } catch (SQLException damaged) {
            // Errors of the ledger's database have an SQLSTATE; the projection's have none.
            if (damaged.getSQLState() != null || SqliteSettings.isBusy(damaged) || search == null) {
                throw damaged;
            }
            search.discard();
            search = null;
            return work.run(ledger, openFile());
        }
    }

    private SearchFile openFile() throws SQLException, IOException {
        if (search != null && !search.isCurrent()) {
            closeSearch();
        }
        if (search == null) {
            search = SearchFile.open(folder);
            generation++;
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
