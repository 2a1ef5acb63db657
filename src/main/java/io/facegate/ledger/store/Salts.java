package io.facegate.ledger.store;

import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/** Where the salts of commitments are looked up. */
public interface Salts extends AutoCloseable {
    /** Those of a ledger that keeps none. */
    Salts NONE = new Salts() {
        @Override
        public List<Salt> of(String record) {
            return List.of();
        }

        @Override
        public List<String> records(RecordField field, String value) {
            return List.of();
        }

        @Override
        public boolean any(RecordField field, Predicate<Salt> wanted) {
            return false;
        }

        @Override
        public void close() {}
    };

    /** The salts of one record, as far as they were not erased. */
    List<Salt> of(String record) throws SQLException;

    /** The ids of the records that commit to this value: it is tried with every salt of the field. */
    List<String> records(RecordField field, String value) throws SQLException;

    /** Whether one of the salts of a field is such; no more are looked at then. */
    boolean any(RecordField field, Predicate<Salt> wanted) throws SQLException;

    @Override
    void close() throws SQLException;
}
