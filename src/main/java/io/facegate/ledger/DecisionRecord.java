package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.RecordJsonWriter;
import io.facegate.policy.Decision;
import io.facegate.policy.vocabulary.WordList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decision record: every input that policy read, and the decision. Replaying the decision from the record gives the
 * same bytes.
 */
public final class DecisionRecord {
    /** Version of the record schema. */
    public static final String SCHEMA = "facegate.record/2";

    /** Replaces an operation name that is not safe to record. */
    public static final String UNREADABLE = "unreadable";

    /** Stands for a word that is not of the vocabulary. */
    private static final String UNKNOWN = "unknown";

    private static final int MATCHED = 64;
    private static final int NOTED = 32;

    private final RecordJsonWriter to = new RecordJsonWriter();
    private final Frame frame;
    private final Question question;
    private final Decision decision;
    private final Caller caller;
    private final FaceCall call;

    private DecisionRecord(Frame frame, Question question, Decision decision) {
        this.frame = frame;
        this.question = question;
        this.decision = decision.rendered();
        this.caller = question.caller();
        this.call = question.call();
    }

    /**
     * Record fields that are not inputs of the decision.
     *
     * @param undertaking of a permitted call that is forwarded, else null
     * @param recorded the notes of the record that this one repeats, by their names; null for a new record
     */
    public record Frame(
            String kind,
            String id,
            String boot,
            String build,
            Names names,
            @Nullable PermitCommitments undertaking,
            @Nullable Map<String, Object> recorded) {
        /** The frame of a new record. */
        public Frame(
                String kind, String id, String boot, String build, Names names, @Nullable PermitCommitments pledged) {
            this(kind, id, boot, build, names, pledged, null);
        }

        /**
         * Returns the frame of a record that was read, with its notes.
         *
         * @param fields the fields of that record, by their names
         * @throws IllegalArgumentException if a note has a value that none can have
         */
        public Frame repeating(Map<String, Object> fields) {
            return new Frame(kind, id, boot, build, names, undertaking, DecisionField.recorded(fields));
        }
    }

    /** The fields that are neither read nor made by policies, and that a page may tell under their names. */
    public static List<RecordField> notes() {
        return DecisionField.NOTES;
    }

    /** Commitments of a permitted call. */
    public record PermitCommitments(
            @Nullable Instant due, @Nullable String review) {}

    /** Replaces names that may identify a person, such as by commitments. */
    public interface Names {
        /** Returns values unchanged: for values that were read from a record. */
        Names RECORDED = new Names() {
            @Override
            public String replace(RecordField field, String value) {
                return value;
            }
        };

        String replace(RecordField field, String value);
    }

    /**
     * Returns the record in canonical JSON.
     *
     * @throws io.facegate.call.Fault.LedgerDown if a value cannot be recorded
     */
    public static byte[] bytes(Frame frame, Question question, Decision decision) {
        var judgement = new DecisionRecord(frame, question, decision);
        DecisionField.write(judgement);
        return judgement.to.finish();
    }

    RecordJsonWriter json() {
        return to;
    }

    Frame frame() {
        return frame;
    }

    Question question() {
        return question;
    }

    Decision decision() {
        return decision;
    }

    Caller caller() {
        return caller;
    }

    FaceCall call() {
        return call;
    }

    void word(RecordField field, @Nullable String word) {
        if (word != null) {
            to.word(field, word);
        }
    }

    /** Writes a text; null writes nothing. */
    void text(RecordField field, @Nullable String text) {
        if (text != null) {
            to.text(field, text);
        }
    }

    /** Writes what stands for a name that may be a person's; null writes nothing. */
    void name(RecordField field, @Nullable String name) {
        if (name != null) {
            to.word(field, frame.names.replace(field, name));
        }
    }

    /** The purposes that contradict each other. What is no purpose may be anything, so its words are not recorded. */
    List<String> conflictingPurposes() {
        return caller.conflictingPurposes().stream()
                .map(named -> WordList.PURPOSES.words().contains(named) ? named : UNKNOWN)
                .limit(NOTED)
                .toList();
    }

    void refused(Consumer<Refusal> write) {
        if (decision instanceof Decision.Refuse refuse) {
            write.accept(refuse.refusal());
        }
    }

    void fact(RecordField field) {
        var fact = decision.fact();
        if (!fact.isEmpty()) {
            to.text(field, shorten(fact));
        }
    }

    @Nullable
    String faces() {
        var faces = call.facts().faces();
        return faces == null ? null : faces.code();
    }

    void matched(RecordField field) {
        to.words(field, firstOf(decision.matched(), MATCHED), MATCHED);
    }

    void matchedTotal(RecordField field) {
        if (decision.matched().size() > MATCHED) {
            to.number(field, decision.matched().size());
        }
    }

    void obligations() {
        if (frame.undertaking != null && decision instanceof Decision.Permit permit) {
            ObligationFields.write(to, permit.obligations(), frame.undertaking.due());
        }
    }

    void requestable(RecordField field) {
        if (decision instanceof Decision.Refuse refuse && refuse.refusal().review() != null) {
            to.words(field, refuse.refusal().review().evidence(), NOTED);
        }
    }

    /** Returns what was asked on the wire, on a call that is judged by the names of two vendors; else null. */
    @Nullable
    String wireOperation() {
        var via = call.route();
        return via != null && via.isFromOtherApiThan(call.provider()) ? RecordWriter.operation(via.operation()) : null;
    }

    /** Returns the precondition that failed, in the order in which the policies check them; null if none did. */
    @Nullable
    String findPreconditionFailure() {
        if (caller.preconditionFailure() != null || call.preconditionFailure() != null) {
            return Objects.requireNonNull(
                            caller.preconditionFailure() == null
                                    ? call.preconditionFailure()
                                    : caller.preconditionFailure())
                    .code();
        }
        for (var link : caller.delegationChain()) {
            var failure = link.findFailure();
            if (failure != null) {
                return failure.code();
            }
        }
        return null;
    }

    /** Lists rules that did not decide, if there are any. */
    void writeNonDeciding(RecordField field, List<String> rules) {
        if (!rules.isEmpty()) {
            to.words(field, firstOf(rules, NOTED), NOTED);
        }
    }

    /** Writes how many rules there are, if the list is cut. */
    void total(RecordField field, List<String> rules) {
        if (rules.size() > NOTED) {
            to.number(field, rules.size());
        }
    }

    private static List<String> firstOf(List<String> rules, int most) {
        return rules.size() > most ? rules.subList(0, most) : rules;
    }

    /** Shortens a condition to what a record holds; the policies' digest still identifies it in full. */
    static String shorten(String clause) {
        if (clause.length() <= RecordJsonWriter.TEXT) {
            return clause;
        }
        int end = RecordJsonWriter.TEXT - 1;
        return clause.substring(0, Character.isHighSurrogate(clause.charAt(end - 1)) ? end - 1 : end) + '…';
    }
}
