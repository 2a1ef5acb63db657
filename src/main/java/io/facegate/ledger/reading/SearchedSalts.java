package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.Salts;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/** Salts for a search. Their failures are told as such, so that nobody takes them for damage of the search file. */
record SearchedSalts(Salts salts) implements Salts {
    /** An operation on salts. */
    interface Look<T> {
        T run() throws SQLException;
    }

    /** Opens the salts of a ledger. */
    static Salts open(Look<Salts> source) {
        return new SearchedSalts(readable(source));
    }

    private static <T> T readable(Look<T> look) {
        try {
            return look.run();
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The salts cannot be read: " + unreadable.getMessage());
        }
    }

    @Override
    public List<Salt> findByRecord(String record) {
        return readable(() -> salts.findByRecord(record));
    }

    @Override
    public List<String> records(RecordField field, String value) {
        return readable(() -> salts.records(field, value));
    }

    @Override
    public boolean anyMatch(RecordField field, Predicate<Salt> wanted) {
        return readable(() -> salts.anyMatch(field, wanted));
    }

    @Override
    public void close() {
        readable(() -> {
            salts.close();
            return true;
        });
    }
}
