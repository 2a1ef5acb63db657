package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.history.HistoryStep;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writer of what led to a decision and followed it: decision, requests to the vendor, outcome, reviews, appeal. */
public final class TimelineWriter {
    private final MessageBundle phrases;
    private final WordTitles titles;
    private final Texts texts;

    TimelineWriter(MessageBundle phrases, WordTitles titles, Texts texts) {
        this.phrases = phrases;
        this.titles = titles;
        this.texts = texts;
    }

    /** Reads names and texts that records only commit to. */
    @FunctionalInterface
    public interface Texts {
        CommittedText read(VerifiedRecord record, RecordField field);
    }

    List<TimelineEvent> events(DecisionDetails details, DecisionHistory history) {
        var events = new ArrayList<TimelineEvent>();
        events.add(event(details.decision(), decided(details.decision().fields()), null, false));
        var outcome = details.outcome();
        if (outcome != null) {
            events.add(event(outcome, ended(outcome.fields()), null, false));
        }
        if (details.tampered() != null) {
            events.add(tampered("ended.tampered", details.tampered()));
        }
        history.steps().forEach(step -> events.add(event(step)));
        events.sort(Comparator.comparingLong(TimelineEvent::index));
        return events;
    }

    private String decided(JsonNode decision) {
        return decision.path("verdict").asText().equals("permit")
                ? phrases.text("timeline.permit")
                : phrases.format(
                        "timeline.refuse",
                        titles.titleInSentence(
                                WordTitles.CODE, decision.path("code").asText()));
    }

    /** The outcome, and how often the vendor was asked for it. */
    private String ended(JsonNode outcome) {
        int tries = outcome.path("vendor_tries").asInt();
        var ended = OutcomeSentences.of(phrases, outcome);
        return tries > 1 ? phrases.format("timeline.tries", tries) + ' ' + ended : ended;
    }

    private TimelineEvent event(HistoryStep step) {
        if (!(step.record() instanceof VerifiedRecord record)) {
            return tampered("timeline.tampered", step.record());
        }
        return switch (step.kind()) {
            case HELD -> aboutOther(record, "timeline.held");
            case RELEASED -> aboutOther(record, "timeline.released");
            case APPROVED -> byPerson(record, "timeline.approved", "timeline.by");
            case REJECTED -> byPerson(record, "timeline.rejected", "timeline.by");
            case APPEAL -> appeal(record);
            case AUTHORISATION -> authorisation(record);
            case TAMPERED -> tampered("timeline.tampered", record);
        };
    }

    private TimelineEvent aboutOther(VerifiedRecord record, String key) {
        var id = record.fields().path("id").asText();
        return new TimelineEvent(record.index(), time(record), phrases.format(key, id), null, id, false);
    }

    /** The person of a filed appeal is whom to write to; that of an answer gave it. */
    private TimelineEvent appeal(VerifiedRecord record) {
        var act = record.fields().path("act").asText();
        var named = act.equals(AppealAct.FILED.act()) ? "timeline.contact" : "timeline.by";
        return byPerson(record, "timeline." + act, named);
    }

    /** A step that the gateway made names nobody. */
    private TimelineEvent authorisation(VerifiedRecord record) {
        var key = "timeline." + record.fields().path("act").asText();
        return record.fields().has(RecordField.PERSON.key())
                ? byPerson(record, key, "timeline.by")
                : event(record, phrases.text(key) + '.', null, false);
    }

    private TimelineEvent byPerson(VerifiedRecord record, String key, String named) {
        var person = texts.read(record, RecordField.PERSON);
        var name = switch (person) {
            case CommittedText.Verified(var known)
            when known.startsWith(Ledger.UNNAMED) ->
                phrases.format("timeline.by.user", known.substring(Ledger.UNNAMED.length()));
            case CommittedText.Verified(var known) -> phrases.format(named, known);
            case CommittedText.Absent _ -> phrases.text("timeline.by.absent");
            case CommittedText.Tampered _ -> phrases.text("timeline.by.tampered");
        };
        var said = RecordField.STATED_REASON;
        var text = record.fields().has(said.key()) ? texts.read(record, said) : null;
        var told = switch (text) {
            case null -> null;
            case CommittedText.Verified(var kept) -> kept;
            case CommittedText.Absent _ -> phrases.text("appeal.absent");
            case CommittedText.Tampered _ -> phrases.text("appeal.tampered");
        };
        boolean isTampered = person instanceof CommittedText.Tampered || text instanceof CommittedText.Tampered;
        return event(record, phrases.text(key) + name, told, isTampered);
    }

    private TimelineEvent tampered(String key, CheckedRecord record) {
        return new TimelineEvent(record.index(), null, phrases.format(key, record.index() + 1), null, null, true);
    }

    private static TimelineEvent event(
            VerifiedRecord record, String sentence, @Nullable String text, boolean tampered) {
        return new TimelineEvent(record.index(), time(record), sentence, text, null, tampered);
    }

    private static @Nullable Instant time(VerifiedRecord record) {
        try {
            return Instant.parse(record.fields().path("time").asText());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
