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
record PeriodRecords(SearchFile search, ReportPeriod period, long records) {
    MatchedRecords ofKind(String kind) throws SQLException {
        return search.match(query(period.from(), period.until()).withFacet(SearchFacet.KIND, kind));
    }

    /** Decisions on calls that are not of the sandbox. */
    MatchedRecords decisions() throws SQLException {
        return ofKind("DECISION").without(SearchFacet.SANDBOX, "yes");
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
