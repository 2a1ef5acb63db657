package io.facegate.ledger.reading;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query as SQL; what was asked for is only ever a parameter. */
final class Filter {
    private static final int MOST = 1000;

    private final StringBuilder where = new StringBuilder();
    private final List<Object> values = new ArrayList<>();
    private final int limit;
    private final boolean byCapability;

    Filter(Query query) {
        limit = Math.clamp(query.limit(), 0, MOST);
        and("kind = ?", query.kind());
        and("time >= ?", query.from() == null ? null : query.from().toEpochMilli());
        and("time < ?", query.until() == null ? null : query.until().toEpochMilli());
        and("organisation = ?", query.organisation());
        and("purpose = ?", query.purpose());
        and("capability.code = ?", query.capability());
        and("verdict = ?", query.verdict());
        and("rule = ?", query.rule());
        and("entry.idx < ?", query.before());
        byCapability = query.capability() != null;
    }

    private void and(String condition, @Nullable Object value) {
        if (value != null) {
            where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
            values.add(value);
        }
    }

    String sql() {
        // A cross join keeps its order: the newest records of the capability are looked at first, and no more than
        // needed.
        return (byCapability
                        ? "SELECT capability.idx FROM capability CROSS JOIN entry ON entry.idx = capability.idx" + where
                                + " ORDER BY capability.idx"
                        : "SELECT idx FROM entry" + where + " ORDER BY idx")
                + " DESC LIMIT " + limit;
    }

    List<Object> values() {
        return values;
    }
}
