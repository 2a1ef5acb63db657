package io.facegate.console.integrity;

import io.facegate.console.ConsolePage;
import io.facegate.console.PageLanguage;
import io.facegate.console.TamperedView;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** View model of one record by its place in the log: whether it is the one that was written, and between which others. */
public record RecordView(PageLanguage speech, RecordStanding standing) {
    public String title() {
        return speech.fill("tampered.record", standing.record().index() + 1);
    }

    /** Its number in the log, from 1. */
    public long number() {
        return standing.record().index() + 1;
    }

    public boolean tampered() {
        return standing.record() instanceof TamperedRecord;
    }

    /** Which record, of when, was altered. */
    public String sentence() {
        long number = standing.record().index() + 1;
        var between = between();
        return between.isEmpty()
                ? speech.fill("integrity.mismatch", number)
                : speech.fill("integrity.mismatch.of", number, between);
    }

    /** Between which times it was written, or an empty text. */
    public String written() {
        var between = between();
        return between.isEmpty() ? "" : speech.fill("integrity.altered.written", between);
    }

    private String between() {
        var from = time(standing.before());
        var until = time(standing.after());
        return between(
                from == null ? "" : speech.time("time.minutes", from),
                until == null ? "" : speech.time("time.minutes", until));
    }

    /** Its own time cannot be trusted, but those of its neighbours can. */
    private String between(String from, String until) {
        if (from.isEmpty()) {
            return until.isEmpty() ? "" : speech.fill("integrity.mismatch.until", until);
        }
        return until.isEmpty()
                ? speech.fill("integrity.mismatch.from", from)
                : speech.fill("integrity.mismatch.between", from, until);
    }

    public String link() {
        return address(standing.record().index());
    }

    public String cause() {
        return standing.record() instanceof TamperedRecord found ? new TamperedView(speech, found).text() : "";
    }

    /** A neighbour. */
    record Neighbour(String name, String when, String kind, String address, boolean tampered) {}

    public @Nullable Neighbour before() {
        return neighbour(standing.before());
    }

    public @Nullable Neighbour after() {
        return neighbour(standing.after());
    }

    /** The record itself, where it verifies. */
    public @Nullable Neighbour self() {
        return neighbour(standing.record());
    }

    private @Nullable Neighbour neighbour(@Nullable CheckedRecord record) {
        if (record == null) {
            return null;
        }
        var name = speech.fill("tampered.record", record.index() + 1);
        if (!(record instanceof VerifiedRecord verified)) {
            return new Neighbour(name, "", "", address(record.index()), true);
        }
        var fields = RecordFields.of(verified, DisplayText::forPage);
        var time = fields.time();
        boolean isOutcome = fields.node().at("/kind").asText().equals("OUTCOME");
        var decision = isOutcome
                ? DisplayText.forPage(fields.node().at("/decision_ref").asText())
                : fields.verdict().isEmpty() ? "" : fields.id();
        return new Neighbour(
                name,
                time == null ? "" : speech.time("time.whole", time),
                speech.say("integrity.record." + (isOutcome ? "outcome" : decision.isEmpty() ? "other" : "decision")),
                decision.isEmpty() ? address(record.index()) : ConsolePage.DECISIONS.address() + '/' + decision,
                false);
    }

    /** The page of a record by its place. */
    static String address(long index) {
        return IntegrityResource.RECORDS + (index + 1);
    }

    private static @Nullable Instant time(@Nullable CheckedRecord record) {
        return record instanceof VerifiedRecord verified
                ? RecordFields.of(verified, DisplayText::forPage).time()
                : null;
    }
}
