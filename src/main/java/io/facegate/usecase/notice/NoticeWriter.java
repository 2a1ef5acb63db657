package io.facegate.usecase.notice;

import io.facegate.call.Fault;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationDuty;
import io.facegate.ledger.authorisation.AuthorisationRecords;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writer of what a record tells its receivers, in one language. */
public final class NoticeWriter {
    /** The acts that receivers are told of. */
    public static final Set<String> ACTS = Set.of(
            Reminders.ACT,
            AuthorisationAct.REJECT.act(),
            AuthorisationAct.LAPSE.act(),
            LedgerChangeJournal.BREAK_GLASS);

    private static final int END_PARTS = 6;

    private final RecordSearch records;
    private final MessageBundle phrases;

    public NoticeWriter(RecordSearch records, Language language) {
        this.records = records;
        this.phrases = new MessageBundle("io.facegate.usecase.notice.notice", language);
    }

    /** What a record of one of the acts tells. */
    public Notice write(VerifiedRecord record) {
        var fields = record.fields();
        var act = fields.path("act").asText();
        var subject = fields.path("subject").asText();
        var head = new Head(
                fields.path("id").asText(), Instant.parse(fields.path("time").asText()));
        if (act.equals(LedgerChangeJournal.BREAK_GLASS)) {
            return breakGlass(head, subject);
        }
        return act.equals(Reminders.ACT)
                ? reminder(head, subject)
                : duty(head, subject, act.equals(AuthorisationAct.REJECT.act()) ? "rejected" : "lapsed");
    }

    /**
     * What tells of a record that does not verify, where the ledger stopped and nothing can be on record any more.
     *
     * @param id of the notice, instead of a record's
     */
    public Notice writeUnrecorded(String id, long record, Instant time) {
        return reminder(new Head(id, time), ReminderKind.LOG.word() + ':' + record);
    }

    private record Head(String id, Instant time) {}

    /** The person's name is not told: the record commits to it. */
    private Notice breakGlass(Head head, String act) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("act", act);
        return new Notice(
                head.id, "registry.break_glass", head.time, true, data, phrases.format("registry.break_glass", act));
    }

    private Notice duty(Head head, String decision, String what) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        var one = find(decision);
        var duties = authorisation(one, decision, data);
        var none = phrases.text(one == null ? "duties.unknown" : "duties.none");
        var text = phrases.format("authorisation." + what, decision, duties.isEmpty() ? none : phrases.join(duties));
        return new Notice(head.id, "authorisation." + what, head.time, true, data, text);
    }

    /** Null where a record of it does not verify: people are told its id alone, and later notices do not wait for it. */
    private @Nullable Authorisation find(String decision) {
        try {
            return AuthorisationRecords.find(records, decision).orElse(null);
        } catch (Fault.LedgerTampered changed) {
            return null;
        }
    }

    /** Adds what is known of an authorisation; returns its duties in words. */
    private List<String> authorisation(
            @Nullable Authorisation one, String decision, Map<String, @Nullable Object> data) {
        data.put("decision", decision);
        var words = new ArrayList<String>();
        if (one != null) {
            data.put("organisation", one.demand().organisation());
            data.put("responsible", one.demand().responsible().stream().sorted().toList());
            data.put("due", one.demand().due().toString());
            var duties = one.demand().duties().stream().sorted().toList();
            data.put("duties", duties.stream().map(AuthorisationDuty::word).toList());
            duties.forEach(duty -> words.add(phrases.text("duty." + duty.word())));
        }
        return words;
    }

    private Notice reminder(Head head, String subject) {
        var kind = ReminderKind.of(subject);
        var parts = subject.split(":", -1);
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("subject", subject);
        if (kind == null) {
            return new Notice(head.id, "reminder", head.time, false, data, subject);
        }
        var text = switch (kind) {
            case AUTHORISATION -> {
                authorisation(find(parts[1]), parts[1], data);
                yield phrases.format("reminder.authorisation." + parts[2], parts[1], parts[3]);
            }
            case APPEAL -> {
                data.put("decision", parts[1]);
                yield phrases.format("reminder.appeal", parts[1]);
            }
            case REVIEW, PROPOSAL, LOG -> {
                data.put(kind == ReminderKind.LOG ? "record" : kind.word(), parts[1]);
                yield phrases.format("reminder." + kind.word(), parts[1]);
            }
            case END -> end(parts, data);
        };
        return new Notice(head.id, "reminder." + kind.word(), head.time, kind.isUrgent(), data, text);
    }

    /** A name may hold colons; the day and the length of time stand last. */
    private String end(String[] parts, Map<String, @Nullable Object> data) {
        int last = parts.length - 1;
        if (parts.length < END_PARTS) {
            return String.join(":", parts);
        }
        var name = String.join(":", List.of(parts).subList(3, last - 1));
        data.put("kind", parts[1]);
        data.put("owner", parts[2]);
        data.put("name", name);
        data.put("day", parts[last - 1]);
        if (name.isEmpty() || parts[1].equals(UpcomingEnd.Kind.PERSON_CERTIFICATE.code())) {
            return phrases.format("reminder.end.person", phrases.text("end." + parts[1]), parts[last - 1]);
        }
        return phrases.format(
                "reminder.end",
                phrases.text("end." + parts[1]),
                name,
                parts[2].isEmpty() ? "" : " (" + parts[2] + ')',
                parts[last - 1]);
    }
}
