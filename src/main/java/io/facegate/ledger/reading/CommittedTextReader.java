package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.SaltStorage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reader of the texts that are kept for records. */
public final class CommittedTextReader {
    private CommittedTextReader() {}

    /**
     * Reads the text that is kept for a field, and checks it against the record.
     *
     * @throws Fault.LedgerDown if the salts cannot be read
     */
    public static CommittedText read(SaltStorage storage, VerifiedRecord record, RecordField field) {
        return Objects.requireNonNull(
                readAll(storage, List.of(record), List.of(field)).getFirst().get(field));
    }

    /** The same for several records and fields; for each record, the text of each field. */
    public static List<Map<RecordField, CommittedText>> readAll(
            SaltStorage storage, List<VerifiedRecord> records, List<RecordField> wanted) {
        return readAll(storage, records, wanted, null);
    }

    /**
     * The same, for somebody whose own name need not be kept to be recognised.
     *
     * @param own a name to compare with commitments whose texts are not kept, or null
     */
    public static List<Map<RecordField, CommittedText>> readAll(
            SaltStorage storage, List<VerifiedRecord> records, List<RecordField> wanted, @Nullable String own) {
        try (var salts = storage.read()) {
            var all = new ArrayList<Map<RecordField, CommittedText>>();
            for (var record : records) {
                var fields = record.fields();
                var kept = salts.findByRecord(fields.path("id").asText());
                var texts = new EnumMap<RecordField, CommittedText>(RecordField.class);
                for (var field : wanted) {
                    texts.put(field, text(kept, field, fields, own));
                }
                all.add(texts);
            }
            return all;
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The record cannot be read: " + unreadable.getMessage());
        }
    }

    private static CommittedText text(List<Salt> kept, RecordField field, JsonNode record, @Nullable String own) {
        return kept.stream()
                .filter(salt -> salt.field() == field)
                .map(salt -> check(salt, record, own))
                .findFirst()
                .orElseGet(CommittedText.Absent::new);
    }

    private static CommittedText check(Salt salt, JsonNode record, @Nullable String own) {
        var value = salt.value() == null && own != null && salt.isFor(own) ? own : salt.value();
        if (value == null) {
            return new CommittedText.Absent();
        }
        // The commitment beside the salt is no evidence: only that of the record is.
        boolean committed =
                salt.commitment().equals(record.path(salt.field().key()).asText()) && salt.isFor(value);
        return committed ? new CommittedText.Verified(value) : new CommittedText.Tampered();
    }
}
