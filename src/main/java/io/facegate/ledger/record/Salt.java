package io.facegate.ledger.record;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Salt of one commitment: with it, a guessed value can be tested; once it is erased, no value can be.
 *
 * @param record the record's id
 * @param field the field whose value is committed to
 * @param bytes the salt itself
 * @param commitment the value in the record
 * @param value the committed value, if it is kept as long as the salt: who administered, and why; or null
 */
public record Salt(
        String record,
        RecordField field,
        byte[] bytes,
        String commitment,
        @Nullable String value) {
    /** Stores salts before their records are written. */
    @FunctionalInterface
    public interface SaltStore {
        /** Stores them; on disk on return. */
        void store(List<Salt> salts) throws SQLException, IOException;
    }

    /** Creates a salt for a value that is being recorded; the value itself is not kept. */
    public static Salt create(String record, RecordField field, String value) {
        var bytes = Commitment.salt();
        return new Salt(record, field, bytes, Commitment.compute(bytes, field, value), null);
    }

    /** Same, for a value that is kept beside its salt, and erased with it. */
    public static Salt createWithValue(String record, RecordField field, String value) {
        var bytes = Commitment.salt();
        return new Salt(record, field, bytes, Commitment.compute(bytes, field, value), value);
    }

    /** True if this is the committed value. */
    public boolean isFor(String value) {
        return commitment.equals(Commitment.compute(bytes, field, value));
    }

    @Override
    public String toString() {
        return "Salt[" + record + ' ' + field.key() + ']';
    }
}
