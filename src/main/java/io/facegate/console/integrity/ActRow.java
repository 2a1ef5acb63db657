package io.facegate.console.integrity;

import io.facegate.console.PageLanguage;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.usecase.ledger.AuditedRecords;
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
 * @param disclosed its personal values that are still kept or were recognised
 * @param reader the name of who reads the page
 */
record ActRow(
        PageLanguage speech,
        @Nullable VerifiedRecord verified,
        @Nullable TamperedRecord tampered,
        Map<RecordField, String> disclosed,
        String reader,
        ActSubject about) {
    private static final Pattern SESSION = Pattern.compile("console-[0-9a-f]{12}");

    public String number() {
        return speech.fill("tampered.record", index() + 1);
    }

    /** The page of the record. */
    public String address() {
        return RecordView.address(index());
    }

    private long index() {
        return verified == null ? tampered == null ? 0 : tampered.index() : verified.index();
    }

    /** The word of the act, or an empty text. */
    String act() {
        return verified == null ? "" : fields().node().path("act").asText();
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

    /** Who did it, if the name is still kept, or is one that the gateway knows. */
    public String by() {
        var name = disclosed.get(RecordField.ACTOR);
        if (name == null && verified != null && !fields().isAboutPerson()) {
            name = disclosed.get(RecordField.PERSON);
        }
        return name == null ? unnamed() : named(name);
    }

    private String named(String name) {
        if (name.equals(AuditedRecords.TAMPERED_TEXT)) {
            return speech.say("work.text.tampered");
        }
        var shown = DisplayText.forPage(name);
        if (name.equals(reader)) {
            return speech.fill("integrity.by.you", shown);
        }
        if (SESSION.matcher(name).matches()) {
            return speech.fill("integrity.by.link", shown);
        }
        return name.startsWith(AuditedRecords.ACCOUNT)
                ? speech.fill("integrity.by.account", shown.substring(AuditedRecords.ACCOUNT.length()))
                : shown;
    }

    private String unnamed() {
        boolean named =
                verified != null && fields().holds(fields().isAboutPerson() ? RecordField.ACTOR : RecordField.PERSON);
        if (named) {
            return speech.say("integrity.by.hidden");
        }
        var subject = verified == null ? "" : fields().subject();
        if (reader.equals(subject)) {
            return speech.say("integrity.by.session");
        }
        return SESSION.matcher(subject).matches()
                ? speech.fill("integrity.by.link", subject)
                : speech.say("integrity.by.gateway");
    }

    /** The reason that was given, if it is still kept. */
    public String reason() {
        var reason = disclosed.getOrDefault(RecordField.STATED_REASON, "");
        return reason.equals(AuditedRecords.TAMPERED_TEXT)
                ? speech.say("work.text.tampered")
                : DisplayText.forPage(reason);
    }
}
