package io.facegate.ledger.personal;

import io.facegate.ledger.record.Disclosure;
import io.facegate.ledger.record.Field;
import java.sql.SQLException;
import java.util.List;

/** Where the values behind commitments are looked up. */
public interface Disclosures extends AutoCloseable {
    /** Those of a ledger that keeps none. */
    Disclosures NONE = new Disclosures() {
        @Override
        public List<Disclosure> of(String record) {
            return List.of();
        }

        @Override
        public List<Disclosure> with(Field field, String value) {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** What a record commits to, as far as it was not erased. */
    List<Disclosure> of(String record) throws SQLException;

    /** What the records that commit to this value have in common. */
    List<Disclosure> with(Field field, String value) throws SQLException;

    @Override
    void close() throws SQLException;
}
