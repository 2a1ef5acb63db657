package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Record search of a gateway: its projection is kept up to date in the background, so queries do not wait long.
 */
public final class BackgroundIndexedSearch implements RecordSearch {
    /** How many records a query adds to the projection itself, in about a tenth of a second. */
    private static final long FEW = 4096;

    /** How long to wait where there was nothing to add. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * How long new records gather, since adding several at once costs about as much as adding one. A query adds missing
     * ones itself.
     */
    private static final Duration GATHER = Duration.ofSeconds(2);

    private final ProjectionSearch asked;
    private final ProjectionSearch behind;
    private final Thread thread;

    /** The records that the projection had at the last look. */
    private long taken;

    private BackgroundIndexedSearch(LedgerAddress ledger) {
        asked = ProjectionSearch.open(FEW, ledger);
        behind = ProjectionSearch.open(0, ledger);
        thread = Thread.ofPlatform().name("search").daemon(true).unstarted(this::follow);
    }

    /** Starts to follow the ledger. */
    public static BackgroundIndexedSearch start(LedgerAddress ledger) {
        var following = new BackgroundIndexedSearch(ledger);
        following.thread.start();
        return following;
    }

    private void follow() {
        try {
            while (true) {
                Thread.sleep(advanceProjection());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Advances the projection unless something else keeps it up to date: a gateway's authorisations are looked for each
     * second, by a query that adds new records. If the ledger is unreadable, this is retried; queries report the
     * reason.
     *
     * @return how long to wait before the next time
     */
    private Duration advanceProjection() {
        try {
            if (isFollowed(behind.indexLag())) {
                return GATHER;
            }
            if (!behind.indexNext()) {
                return PAUSE;
            }
            var lag = behind.indexLag();
            taken = lag.taken();
            return lag.recordsBehind() > FEW ? Duration.ZERO : GATHER;
        } catch (Fault.LedgerDown unreadable) {
            return PAUSE;
        }
    }

    /** True if records were added since the last look, by another than this thread, and few are missing. */
    private boolean isFollowed(SearchIndexLag lag) {
        boolean isFollowed = lag.taken() > taken && lag.recordsBehind() <= FEW;
        taken = lag.taken();
        return isFollowed;
    }

    @Override
    public List<CheckedRecord> page(RecordQuery query) {
        return asked.page(query);
    }

    @Override
    public boolean anySince(long index, List<RecordQuery> queries) {
        return asked.anySince(index, queries);
    }

    @Override
    public List<RecordCounts> counts(List<RecordCounts.Asked> questions) {
        return asked.counts(questions);
    }

    @Override
    public Optional<CheckedDecision> findDecision(String decision) {
        return asked.findDecision(decision);
    }

    @Override
    public Optional<VerifiedRecord> findAct(String id) {
        return asked.findAct(id);
    }

    @Override
    public boolean names(String id) {
        return asked.names(id);
    }

    @Override
    public boolean containsWords(String text) {
        return asked.containsWords(text);
    }

    @Override
    public boolean lists(SearchFacet facet, String value) {
        return asked.lists(facet, value);
    }

    @Override
    public List<String> values(SearchFacet facet) {
        return asked.values(facet);
    }

    @Override
    public SearchIndexLag indexLag() {
        return asked.indexLag();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        behind.close();
        asked.close();
    }
}
