package io.facegate.usecase.ledger;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.SaltFile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Makes the personal fields of one record unreadable for ever: erases their salts. */
public final class FieldErasure {
    private FieldErasure() {}

    /** Erases, after recording who did it. Returns the erased fields, none if no salt of the record is kept. */
    public static List<RecordField> erase(LedgerAddress ledger, String record, ActingPerson by)
            throws SQLException, IOException {
        List<RecordField> fields;
        try (var salts = SaltFile.read(ledger.data())) {
            fields = salts.findByRecord(record).stream()
                    .map(salt -> salt.field())
                    .toList();
        }
        if (!fields.isEmpty()) {
            Ledger.administrate(ledger, by.act("erase", record));
            try (var file = SaltFile.open(ledger.data())) {
                file.erase(List.of(record));
            }
        }
        return fields;
    }
}
