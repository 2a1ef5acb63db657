package io.facegate.ledger;

import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Access record: a view of decisions is recorded before anything is shown. */
public final class AccessAuditRecord {
    /** The act of every view. */
    public static final String ACT = "view";

    private static final int LONGEST = 128;

    private AccessAuditRecord() {}

    /** Record of a view of one decision, or of the data that the subject names. */
    public static Administrative forView(String subject, String by, Instant now) {
        return new Administrative(ACT, shorten(subject), by, now);
    }

    /**
     * Record of a list view. The subject holds a query value only if a shown record contains it. With no results a
     * value could be arbitrary text, so only the name of the criterion is written.
     */
    public static Administrative list(RecordQuery query, List<? extends CheckedRecord> found, String by, Instant now) {
        var said = found.isEmpty() ? query.describeCriteria() : query.describe();
        return new Administrative(ACT, shorten(said), by, query.personal().get(RecordField.CASE), now);
    }

    /** Returns the subject as one word; a text too long for a record is replaced by its digest. */
    private static String shorten(String said) {
        return said.length() <= LONGEST
                ? said.replace(' ', '&')
                : "list/" + HexFormat.of().formatHex(new Rfc6962().leaf(said.getBytes(StandardCharsets.UTF_8)));
    }
}
