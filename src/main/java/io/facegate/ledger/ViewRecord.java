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

/** A look at decisions, in the words in which it is put on record before anything is shown. */
public final class ViewRecord {
    /** The act of every view. */
    public static final String ACT = "view";

    private static final int LONGEST = 128;

    private ViewRecord() {}

    /** Somebody looks at one decision, or at what the subject says. */
    public static Administrative of(String subject, String by, Instant now) {
        return new Administrative(ACT, fitting(subject), by, now);
    }

    /**
     * Somebody looks at what was found. Every value in the subject stands in a record that is shown: when nothing was
     * found, what was asked for may be anything, and only its name is written.
     */
    public static Administrative list(RecordQuery query, List<? extends CheckedRecord> found, String by, Instant now) {
        var said = found.isEmpty() ? query.asked() : query.said();
        return new Administrative(ACT, fitting(said), by, query.personal().get(RecordField.CASE), now);
    }

    /** A subject is one word; what is too long for a record is told by its digest. */
    private static String fitting(String said) {
        return said.length() <= LONGEST
                ? said.replace(' ', '&')
                : "list/" + HexFormat.of().formatHex(new Rfc6962().leaf(said.getBytes(StandardCharsets.UTF_8)));
    }
}
