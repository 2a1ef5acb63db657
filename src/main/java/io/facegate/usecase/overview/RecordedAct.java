package io.facegate.usecase.overview;

import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordCounts.Asked;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.AuditedRecords;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that was done with the records or with what guards them; each is on record. */
public enum RecordedAct {
    VIEW("view"),
    CONSOLE_LOGIN("console_login"),
    ACCESS_REFUSED("access_refused"),
    EXPORT("export"),
    HOLD_ADD("hold_add"),
    HOLD_LIFT("hold_lift"),
    ERASE("erase"),
    PRUNE("prune"),
    BACKUP("backup"),
    RESTORE("restore"),
    LOG_KEY_ROTATE("log_key_rotate"),
    LEDGER_ACCEPT("ledger_accept"),
    REGISTRY_ALTERED("registry_altered"),
    RECONCILE("reconcile"),
    START("start");

    private final String act;

    RecordedAct(String act) {
        this.act = act;
    }

    /** Its word in records. */
    public String act() {
        return act;
    }

    /** The act with that word, or null. */
    public static @Nullable RecordedAct of(String act) {
        return Arrays.stream(values())
                .filter(one -> one.act.equals(act.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    /** The query for its records, newest first. */
    public RecordQuery query(int limit) {
        return RecordQuery.matchAll(limit).withFacet(SearchFacet.KIND, "ADMIN").withFacet(SearchFacet.ACT, act);
    }

    /**
     * How often an act is on record.
     *
     * @param newest the time of the newest, by the search index; null if there is none
     */
    public record Tally(long number, @Nullable Instant newest) {
        static Tally of(RecordCounts counts) {
            var newest = counts.newest();
            return new Tally(counts.total(), newest == null ? null : Instant.ofEpochMilli(newest));
        }
    }

    /** Counts all acts. */
    public static Map<RecordedAct, Tally> count(AuditedRecords records) {
        var counts = records.counts(Arrays.stream(values())
                .map(act -> new Asked(act.query(1), Set.of(), true))
                .toList());
        var found = new EnumMap<RecordedAct, Tally>(RecordedAct.class);
        var each = counts.iterator();
        for (var act : values()) {
            found.put(act, Tally.of(each.next()));
        }
        return found;
    }
}
