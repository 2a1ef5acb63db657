package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.salts.SaltFile;
import io.facegate.ledger.salts.Salts;
import io.facegate.ledger.search.Counts;
import io.facegate.ledger.search.Facet;
import io.facegate.ledger.search.Query;
import io.facegate.ledger.search.SearchFile;
import io.facegate.ledger.store.Sqlite;
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
public final class SearchArchive implements Archive {
    private static final int MOST = 1000;

    private final LedgerAddress address;
    private final Path folder;
    private final long most;
    private @Nullable SearchFile search;

    private SearchArchive(LedgerAddress address, long most) {
        this.address = address;
        this.folder = address.data();
        this.most = most;
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
    public synchronized List<Entry> find(Query query) {
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
            return entries(ledger, places);
        });
    }

    private <T> T salted(Query query, Look<T> look) throws SQLException {
        try (var salts = query.personal().isEmpty() ? Salts.NONE : SaltFile.read(folder)) {
            return look.in(salts);
        }
    }

    private static List<Entry> entries(LedgerReader ledger, Collection<Long> places) throws SQLException {
        var records = new Records(ledger);
        var found = new ArrayList<Entry>(places.size());
        for (long place : places) {
            found.add(records.at(place));
        }
        return found;
    }

    /** Shows every record that fits, the oldest first, until {@code visitor} has enough. */
    public synchronized void each(Query query, Predicate<Entry> visitor) {
        with((ledger, search) -> salted(query, salts -> {
            var records = new Records(ledger);
            search.ascending(query, salts, place -> {
                try {
                    return visitor.test(records.at(place));
                } catch (SQLException unreadable) {
                    throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
                }
            });
            return true;
        }));
    }

    /** The place of the oldest record that fits. */
    public synchronized OptionalLong oldest(Query query) {
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
    public synchronized List<Entry> acts(Collection<String> names) {
        return with((ledger, search) -> {
            var places = new TreeMap<Long, Boolean>();
            for (var name : names) {
                var query = Query.any(MOST).with(Facet.ACT, name);
                search.ascending(query, Salts.NONE, place -> places.put(place, true) == null);
            }
            return entries(ledger, places.keySet());
        });
    }

    /** The records at these places. */
    public synchronized List<Entry> at(Collection<Long> places) {
        return with((ledger, _) -> entries(ledger, places));
    }

    /** The place of the record of a decision's outcome. */
    public synchronized OptionalLong outcome(String decision) {
        return with((_, search) -> {
            var place = search.outcome(decision);
            return place == null ? OptionalLong.empty() : OptionalLong.of(place);
        });
    }

    /** The tree of the first {@code size} records: its root, and for each of these places its path from the leaf up. */
    public synchronized Paths paths(Collection<Long> places, long size) {
        return with((ledger, search) -> {
            var paths = search.paths(ledger);
            var found = new ArrayList<List<byte[]>>(places.size());
            places.forEach(place -> found.add(paths.of(place, size)));
            return new Paths(size, paths.root(0, size), found);
        });
    }

    /** What there is, counted. */
    public synchronized Counts counts() {
        return with((_, search) -> search.counts());
    }

    @Override
    public synchronized Optional<Dossier> dossier(String decision) {
        return with((ledger, search) -> {
            var place = search.place(decision);
            if (place == null) {
                return Optional.empty();
            }
            var entry = new Records(ledger).at(place);
            return entry.judgement() ? Optional.of(dossier(ledger, search, entry, decision)) : Optional.empty();
        });
    }

    private static Dossier dossier(LedgerReader ledger, SearchFile search, Entry entry, String id) throws SQLException {
        var ended = search.outcome(id);
        var outcome = ended == null ? null : new Records(ledger).at(ended);
        long size = search.next();
        var paths = search.paths(ledger);
        return new Dossier(entry, outcome, size, paths.root(0, size), paths.of(entry.index(), size));
    }

    @Override
    public synchronized Reach reach() {
        return with((ledger, search) -> new Reach(search.next(), ledger.head().size()));
    }

    /** Takes over some records that are not in yet; false when there were none. */
    public synchronized boolean step() {
        return reading((ledger, search) -> search.step(ledger));
    }

    /** Does the work on a projection that caught up. */
    private <T> T with(Work<T> work) {
        return reading((ledger, search) -> {
            if (search.behind(ledger) <= most) {
                while (search.step(ledger)) {}
            }
            return work.in(ledger, search);
        });
    }

    /** Does the work, on a projection made anew when this one turns out to be damaged. */
    private <T> T reading(Work<T> work) {
        try (var ledger = address.reader()) {
            try {
                return work.in(ledger, there());
            } catch (SQLException damaged) {
                // An error with a state is the ledger's database that does not answer; the projection's have none.
                if (damaged.getSQLState() != null || Sqlite.busy(damaged) || search == null) {
                    throw damaged;
                }
                search.discard();
                search = null;
                return work.in(ledger, there());
            }
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private SearchFile there() throws SQLException, IOException {
        if (search != null && !search.there()) {
            close();
        }
        if (search == null) {
            search = SearchFile.open(folder);
        }
        return search;
    }

    @Override
    public synchronized void close() {
        try {
            if (search != null) {
                search.close();
                search = null;
            }
        } catch (SQLException broken) {
            throw new Fault.LedgerDown("The search file did not close: " + broken.getMessage());
        }
    }
}
