package io.facegate.usecase.report;

import io.facegate.ledger.search.MatchedRecords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.search.SearchFile;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a period among the first of a log. */
final class PeriodRecords {
    private final SearchFile search;
    private final ReportPeriod period;
    private final long records;
    private final MatchedRecords all;

    /** @param records how many of the log's first records count */
    PeriodRecords(SearchFile search, ReportPeriod period, long records) throws SQLException {
        this.search = search;
        this.period = period;
        this.records = records;
        this.all = search.match(query(period.from(), period.until()));
    }

    long records() {
        return records;
    }

    /** The index after the last of them; 0 if there are none. */
    long end() {
        var last = all.newest(1);
        return last.isEmpty() ? 0 : last.getFirst() + 1;
    }

    MatchedRecords ofKind(String kind) throws SQLException {
        return all.with(SearchFacet.KIND, kind);
    }

    /** Administrative acts of that name since the period began, also after its end. */
    MatchedRecords actsSince(String act) throws SQLException {
        return search.match(query(period.from(), null).withFacet(SearchFacet.ACT, act));
    }

    /** The indexes of the newest acts of that name before the period, at most that many. */
    List<Long> actsBefore(String act, int most) throws SQLException {
        return search.match(query(null, period.from()).withFacet(SearchFacet.ACT, act))
                .newest(most);
    }

    private RecordQuery query(@Nullable Instant from, @Nullable Instant until) {
        return RecordQuery.matchAll(1).withPeriod(from, until).beforeIndex(records);
    }
}
