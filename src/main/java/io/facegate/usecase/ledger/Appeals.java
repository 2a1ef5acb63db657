package io.facegate.usecase.ledger;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.ledger.appeal.OpenAppeals;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.CommittedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an officer does with appeals. Who looks is on record before anything is returned, and an answer is a record before
 * the caller can read it.
 */
public record Appeals(AuditedRecords records, LedgerAddress ledger) {
    /** All appeals, the latest first. */
    public List<Appeal> list(String viewer) {
        return records.appeals(viewer);
    }

    /** Those that wait for an answer, oldest first; the newest texts of callers are looked at. */
    public OpenAppeals open(int most, String viewer) {
        return records.openAppeals(most, viewer);
    }

    /** The appeal against a decision; empty if there is none. */
    public Optional<Appeal> show(String decision, String viewer) {
        return records.appeal(decision, viewer);
    }

    /** Decision, state and times. */
    public static Map<String, @Nullable Object> toFields(Appeal appeal) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", appeal.decision());
        fields.put("state", appeal.state());
        fields.put("filed", appeal.filed().time().toString());
        fields.put("latest", appeal.latest().time().toString());
        return fields;
    }

    /** The fields of a step with what was said in it. */
    public static Map<String, @Nullable Object> toFields(AppealStatement statement) {
        var step = statement.step();
        var person = statement.person();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", step.id());
        fields.put("act", step.act().act());
        fields.put("time", step.time().toString());
        fields.put("person", person == null ? null : text(person));
        fields.put("text", text(statement.text()));
        return fields;
    }

    /** The text, or why it is not shown. */
    public static String text(CommittedText kept) {
        return switch (kept) {
            case CommittedText.Verified(var text) -> text;
            case CommittedText.Tampered _ -> AuditedRecords.TAMPERED_TEXT;
            case CommittedText.Absent _ -> "hidden: the text is not kept here, or was erased.";
        };
    }

    /** The decision that an appeal is against, as far as it verifies; empty if there is none. */
    public Optional<CheckedDecision> decision(Appeal appeal) {
        return records.appealed(appeal);
    }

    /** What was said in the steps of an appeal; each text is checked against its record. */
    public List<AppealStatement> statements(Appeal appeal) {
        return AppealRecords.statements(appeal, ledger.salts());
    }

    /**
     * Answers an open appeal.
     *
     * @param by the officer, and the reason, which the caller is told
     * @throws io.facegate.call.Fault.LedgerDown if none is open, or the answer cannot be recorded
     */
    public void answer(String decision, AppealAct outcome, ActingPerson by) {
        Ledger.administrate(ledger, by.act(outcome.act(), decision));
    }
}
