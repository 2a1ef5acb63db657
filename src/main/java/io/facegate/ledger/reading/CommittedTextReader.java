package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.SaltStorage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reader of the texts that are kept for records. */
public final class CommittedTextReader {
    /** The fields that hold names. */
    private static final Set<RecordField> NAMES = Set.of(RecordField.ACTOR, RecordField.PERSON);

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
        return readAll(storage, records, wanted, List.of());
    }

    /**
     * The same; some names need not be kept to be recognised.
     *
     * @param known names to compare with commitments whose texts are not kept
     */
    public static List<Map<RecordField, CommittedText>> readAll(
            SaltStorage storage, List<VerifiedRecord> records, List<RecordField> wanted, Collection<String> known) {
        try (var salts = storage.read()) {
            var all = new ArrayList<Map<RecordField, CommittedText>>();
            for (var record : records) {
                var fields = record.fields();
                var kept = salts.findByRecord(fields.path("id").asText());
                var texts = new EnumMap<RecordField, CommittedText>(RecordField.class);
                for (var field : wanted) {
                    texts.put(field, text(kept, field, fields, NAMES.contains(field) ? known : List.of()));
                }
                all.add(texts);
            }
            return all;
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The record cannot be read: " + unreadable.getMessage());
        }
    }

    private static CommittedText text(List<Salt> kept, RecordField field, JsonNode record, Collection<String> known) {
        return kept.stream()
                .filter(salt -> salt.field() == field)
                .map(salt -> check(salt, record, known))
                .findFirst()
                .orElseGet(CommittedText.Absent::new);
    }

    private static CommittedText check(Salt salt, JsonNode record, Collection<String> known) {
        var value = salt.value() == null ? recognised(salt, known) : salt.value();
        if (value == null) {
            return new CommittedText.Absent();
        }
        // The commitment beside the salt is no evidence: only that of the record is.
        boolean committed =
                salt.commitment().equals(record.path(salt.field().key()).asText()) && salt.isFor(value);
        return committed ? new CommittedText.Verified(value) : new CommittedText.Tampered();
    }

    private static @Nullable String recognised(Salt salt, Collection<String> known) {
        return known.stream().filter(salt::isFor).findFirst().orElse(null);
    }
}
