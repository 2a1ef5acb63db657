package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.SaltFile;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A text that a record commits to, kept beside its salt until it is erased. */
public sealed interface KeptText {
    /** The text, as the record commits to it. */
    record Verified(String text) implements KeptText {}

    /** It was erased, is kept by another gateway, or the record has none. */
    record Absent() implements KeptText {}

    /** What is kept is not what the record commits to; it is not shown. */
    record Tampered() implements KeptText {}

    /** The text if it is verified; else null. */
    default @Nullable String textOrNull() {
        return this instanceof Verified(var text) ? text : null;
    }

    /**
     * Reads the text that is kept for a field, and checks it against the record.
     *
     * @throws Fault.LedgerDown if the salts cannot be read
     */
    static KeptText read(Path data, VerifiedRecord record, RecordField field) {
        try (var salts = SaltFile.read(data)) {
            var fields = record.fields();
            return salts.findByRecord(fields.path("id").asText()).stream()
                    .filter(salt -> salt.field() == field)
                    .map(salt -> check(salt, fields))
                    .findFirst()
                    .orElseGet(Absent::new);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The record cannot be read: " + unreadable.getMessage());
        }
    }

    private static KeptText check(Salt salt, JsonNode record) {
        var value = salt.value();
        if (value == null) {
            return new Absent();
        }
        // The commitment beside the salt is no evidence: only that of the record is.
        boolean committed =
                salt.commitment().equals(record.path(salt.field().key()).asText()) && salt.isFor(value);
        return committed ? new Verified(value) : new Tampered();
    }
}
