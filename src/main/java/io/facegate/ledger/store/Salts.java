package io.facegate.ledger.store;

import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/** Look-up of commitments' salts. */
public interface Salts extends AutoCloseable {
    /** Salts of a ledger that keeps none. */
    Salts NONE = new Salts() {
        @Override
        public List<Salt> findByRecord(String record) {
            return List.of();
        }

        @Override
        public List<String> records(RecordField field, String value) {
            return List.of();
        }

        @Override
        public boolean anyMatch(RecordField field, Predicate<Salt> wanted) {
            return false;
        }

        @Override
        public void close() {}
    };

    /** The salts of one record that were not erased. */
    List<Salt> findByRecord(String record) throws SQLException;

    /** The ids of the records that commit to this value; tries every salt of the field. */
    List<String> records(RecordField field, String value) throws SQLException;

    /** True if a salt of a field matches; stops at the first match. */
    boolean anyMatch(RecordField field, Predicate<Salt> wanted) throws SQLException;

    @Override
    void close() throws SQLException;
}
