package io.facegate.ledger;

import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.RecordJsonWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writer of a permitted call's obligations into its record. */
final class ObligationFields {
    private static final int MOST = 64;
    private static final double THOUSAND = 1000;

    /** The kinds in the order of their fields. */
    private static final Map<RecordField, Kind> FIELDS = fields();

    private ObligationFields() {}

    static void write(RecordJsonWriter to, Obligations asked, @Nullable Instant due) {
        if (asked.isEmpty()) {
            return;
        }
        to.open(RecordField.OBLIGATIONS);
        FIELDS.forEach((field, kind) -> {
            var value = kind == Kind.AUTHORISATION ? due : asked.get(kind);
            if (value != null) {
                write(to, field, kind, value);
            }
        });
        to.endObject();
    }

    private static void write(RecordJsonWriter to, RecordField field, Kind kind, Object value) {
        switch (value) {
            case Instant time -> to.time(field, time);
            case Boolean _ -> to.word(field, kind.code());
            case Integer number -> to.number(field, number);
            case Double share -> to.number(field, Math.round(share * THOUSAND));
            default -> {
                if (kind.type().isSet()) {
                    to.words(field, new TreeSet<>(Obligations.words(value)), MOST);
                } else {
                    to.word(field, value.toString());
                }
            }
        }
    }

    private static Map<RecordField, Kind> fields() {
        var found = new EnumMap<RecordField, Kind>(RecordField.class);
        for (var kind : Kind.values()) {
            found.put(RecordField.fromKey(kind.recordKey()), kind);
        }
        return found;
    }
}
