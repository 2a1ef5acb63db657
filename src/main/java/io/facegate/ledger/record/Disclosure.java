package io.facegate.ledger.record;

import java.sql.SQLException;
import java.util.List;

/**
 * What opens one commitment of one record.
 *
 * @param record the record's id
 * @param field the field whose value is committed to
 */
public record Disclosure(String record, Field field, byte[] salt, String value) {
    /** Where disclosures go before their records are written. */
    @FunctionalInterface
    public interface Keeper {
        /** Keeps them; on disk on return. */
        void keep(List<Disclosure> disclosures) throws SQLException;
    }

    /** Of a value that is written down now. */
    public static Disclosure of(String record, Field field, String value) {
        return new Disclosure(record, field, Commitment.salt(), value);
    }

    /** What stands in the record. */
    public String commitment() {
        return Commitment.to(salt, field, value);
    }

    @Override
    public String toString() {
        return "Disclosure[" + record + ' ' + field.key() + ']';
    }
}
