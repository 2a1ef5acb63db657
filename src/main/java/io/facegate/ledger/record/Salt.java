package io.facegate.ledger.record;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes one commitment of one record tell anything: with it a value can be tried, and without it never again.
 *
 * @param record the record's id
 * @param field the field whose value is committed to
 * @param bytes the salt itself
 * @param commitment what stands in the record
 * @param value what was committed to, where that is kept as long as the salt is: who administered, and why; or null
 */
public record Salt(
        String record,
        RecordField field,
        byte[] bytes,
        String commitment,
        @Nullable String value) {
    /** Where salts go before their records are written. */
    @FunctionalInterface
    public interface Keeper {
        /** Keeps them; on disk on return. */
        void keep(List<Salt> salts) throws SQLException, IOException;
    }

    /** The new salt of a value that is written down now; the value itself is kept nowhere. */
    public static Salt of(String record, RecordField field, String value) {
        var bytes = Commitment.salt();
        return new Salt(record, field, bytes, Commitment.to(bytes, field, value), null);
    }

    /** The same of a value that is kept beside its salt, and erased with it. */
    public static Salt telling(String record, RecordField field, String value) {
        var bytes = Commitment.salt();
        return new Salt(record, field, bytes, Commitment.to(bytes, field, value), value);
    }

    /** Whether this is the value that was committed to. */
    public boolean opens(String value) {
        return commitment.equals(Commitment.to(bytes, field, value));
    }

    @Override
    public String toString() {
        return "Salt[" + record + ' ' + field.key() + ']';
    }
}
