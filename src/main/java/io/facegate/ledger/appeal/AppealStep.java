package io.facegate.ledger.appeal;

import io.facegate.ledger.reading.KeptText;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import java.nio.file.Path;
import java.time.Instant;

/**
 * One step of an appeal.
 *
 * @param id the id of its record
 */
public record AppealStep(AppealAct act, String id, Instant time, VerifiedRecord record) {
    /** The caller's text, or the officer's reason. */
    public KeptText text(Path data) {
        return KeptText.read(data, record, RecordField.STATED_REASON);
    }

    /** The caller's contact, or the officer's name. */
    public KeptText person(Path data) {
        return KeptText.read(data, record, RecordField.PERSON);
    }

    /** True if the step names a person. */
    public boolean namesPerson() {
        return record.fields().has(RecordField.PERSON.key());
    }
}
