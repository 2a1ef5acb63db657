package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.SaltFile;
import java.nio.file.Path;
import java.sql.SQLException;

/** Reader of the texts that a data folder keeps for its records. */
public final class CommittedTextReader {
    private CommittedTextReader() {}

    /**
     * Reads the text that is kept for a field, and checks it against the record.
     *
     * @throws Fault.LedgerDown if the salts cannot be read
     */
    public static CommittedText read(Path data, VerifiedRecord record, RecordField field) {
        try (var salts = SaltFile.read(data)) {
            var fields = record.fields();
            return salts.findByRecord(fields.path("id").asText()).stream()
                    .filter(salt -> salt.field() == field)
                    .map(salt -> check(salt, fields))
                    .findFirst()
                    .orElseGet(CommittedText.Absent::new);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The record cannot be read: " + unreadable.getMessage());
        }
    }

    private static CommittedText check(Salt salt, JsonNode record) {
        var value = salt.value();
        if (value == null) {
            return new CommittedText.Absent();
        }
        // The commitment beside the salt is no evidence: only that of the record is.
        boolean committed =
                salt.commitment().equals(record.path(salt.field().key()).asText()) && salt.isFor(value);
        return committed ? new CommittedText.Verified(value) : new CommittedText.Tampered();
    }
}
