package io.facegate.usecase.ledger;

import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When keys were last used: the time of the newest decision on a call with the key, found in the search index and
 * verified in the ledger. So it is the same at every gateway, and no call writes anything for it.
 */
public final class KeyLastUsed {
    /** A key that was not used for so long may not be needed any more. */
    public static final Duration LONG = Duration.ofDays(90);

    /** Stands for a last use that is not known: a record that may be of it, and is not older, does not verify. */
    public static final Instant UNKNOWN = Instant.MAX;

    /** The most keys that are looked up at once. */
    private static final int MOST = 1_000;

    private KeyLastUsed() {}

    /** What an operator should know of the use of a key; null where it is in use. */
    public static @Nullable String remark(@Nullable Instant last, Instant now) {
        if (last == null) {
            return "never used";
        }
        if (last.equals(UNKNOWN)) {
            return "last use not known";
        }
        return Duration.between(last, now).compareTo(LONG) > 0 ? "not used for " + LONG.toDays() + " days" : null;
    }

    /** When each key was last used, or {@link #UNKNOWN}; no entry for one that never was, of the first thousand. */
    public static Map<String, Instant> newest(RecordSearch search, List<String> keys) {
        var found = new HashMap<String, Instant>();
        for (var key : keys.subList(0, Math.min(MOST, keys.size()))) {
            var query = RecordQuery.matchAll(1)
                    .withFacet(SearchFacet.KIND, "DECISION")
                    .withFacet(SearchFacet.KEY, key);
            var last = newest(search, query);
            if (last != null) {
                found.put(key, last);
            }
        }
        return found;
    }

    /** The time of the newest record that matches; {@link #UNKNOWN} if one that may match does not verify before it. */
    public static @Nullable Instant newest(RecordSearch search, RecordQuery query) {
        var found = search.page(query);
        if (found.isEmpty()) {
            return null;
        }
        return found.getFirst() instanceof VerifiedRecord verified ? time(verified) : UNKNOWN;
    }

    private static Instant time(VerifiedRecord record) {
        try {
            return Instant.parse(record.fields().path("time").asText());
        } catch (DateTimeException none) {
            return Instant.EPOCH;
        }
    }
}
