package io.facegate.console.integrity;

import io.facegate.console.ConsolePage;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of a list of acts.
 *
 * @param verified the record, or null if it does not verify
 * @param disclosed its personal values that are still kept
 * @param reader the name of who reads the page
 */
record ActRow(
        PageLanguage speech,
        @Nullable VerifiedRecord verified,
        @Nullable TamperedRecord tampered,
        Map<RecordField, String> disclosed,
        String reader) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public String number() {
        long index = verified == null ? tampered == null ? 0 : tampered.index() : verified.index();
        return speech.fill("tampered.record", index + 1);
    }

    public boolean sound() {
        return verified != null;
    }

    private RecordFields fields() {
        return RecordFields.of(Objects.requireNonNull(verified), DisplayText::forPage);
    }

    public String when() {
        var time = verified == null ? null : fields().time();
        return time == null ? speech.say("table.time.none") : speech.time("time.whole", time);
    }

    /** What it was about, as the record says. */
    public String subject() {
        return verified == null ? "" : fields().subject();
    }

    /** The page of the decision that it was about, or an empty text. */
    public String address() {
        var subject = subject();
        return ID.matcher(subject).matches() ? ConsolePage.DECISIONS.address() + '/' + subject : "";
    }

    /** Who did it, if the name is still kept. */
    public String by() {
        var name = disclosed.get(RecordField.ACTOR);
        if (name == null) {
            name = disclosed.get(RecordField.PERSON);
        }
        if (name != null) {
            var shown = DisplayText.forPage(name);
            return name.equals(reader) ? speech.fill("integrity.by.you", shown) : shown;
        }
        if (reader.equals(subject())) {
            return speech.say("integrity.by.session");
        }
        boolean named = verified != null && (fields().holds(RecordField.PERSON) || fields().holds(RecordField.ACTOR));
        return speech.say(named ? "integrity.by.hidden" : "integrity.by.gateway");
    }

    /** The reason that was given, if it is still kept. */
    public String reason() {
        return DisplayText.forPage(disclosed.getOrDefault(RecordField.STATED_REASON, ""));
    }
}
