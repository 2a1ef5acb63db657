package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.record.CanonicalJsonWriter;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.List;
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

    private static final int MATCHED = 64;
    private static final int NOTED = 32;

    private final CanonicalJsonWriter to = new CanonicalJsonWriter();
    private final Frame frame;
    private final Question question;
    private final Decision decision;
    private final Caller caller;
    private final FaceCall call;

    private DecisionRecord(Frame frame, Question question, Decision decision) {
        this.frame = frame;
        this.question = question;
        this.decision = decision;
        this.caller = question.caller();
        this.call = question.call();
    }

    /**
     * Record fields that are not inputs of the decision.
     *
     * @param pledged of a permitted call that is forwarded, else null
     */
    public record Frame(
            String kind,
            String id,
            String boot,
            String build,
            Names names,
            @Nullable Pledged pledged) {}

    /** Commitments of a permitted call. */
    public record Pledged(@Nullable Instant due, @Nullable String review) {}

    /** Replaces names that may identify a person, such as by commitments. */
    public interface Names {
        /** Returns values unchanged: for values that were read from a record. */
        Names RECORDED = new Names() {
            @Override
            public String standIn(RecordField field, String value) {
                return value;
            }
        };

        String standIn(RecordField field, String value);
    }

    /**
     * Returns the record in canonical JSON.
     *
     * @throws io.facegate.call.Fault.LedgerDown if a value cannot be recorded
     */
    public static byte[] bytes(Frame frame, Question question, Decision decision) {
        var judgement = new DecisionRecord(frame, question, decision);
        judgement.untilFacts();
        judgement.untilOrganisation();
        judgement.untilVerdict();
        return judgement.to.finish();
    }

    private void untilFacts() {
        to.word(RecordField.BOOT, frame.boot).word(RecordField.BUILD, frame.build);
        PolicyInputWriter.capabilities(to, call);
        var matter = caller.context().matter();
        if (matter != null) {
            to.word(RecordField.CASE, frame.names.standIn(RecordField.CASE, matter));
        }
        if (decision instanceof Decision.Refuse refuse) {
            var said = refuse.refusal();
            optional(RecordField.CHECKED, said.checked());
            if (said.citation() != null) {
                to.text(RecordField.CITATION, said.citation());
            }
        }
        to.text(RecordField.CLAUSE, cut(decision.clause()));
        if (decision instanceof Decision.Refuse refuse) {
            to.word(RecordField.CODE, refuse.refusal().code());
        }
        var doubt = doubt(caller, call);
        optional(RecordField.DOUBT, doubt == null ? null : doubt.code());
        var via = call.via();
        optional(RecordField.ENGINE, via == null ? null : via.engine());
        PolicyInputWriter.evidence(to, caller);
        noted(RecordField.EXCEPTED, RecordField.EXCEPTED_TOTAL, decision.noted().excepted());
        facts();
    }

    private void facts() {
        var faces = call.facts().faces();
        optional(RecordField.FACES, faces == null ? null : faces.code());
        var fact = decision.fact();
        if (!fact.isEmpty()) {
            to.text(RecordField.FACT, cut(fact));
        }
        PolicyInputWriter.facts(to, caller.context().facts());
    }

    private void untilOrganisation() {
        var gallery = call.facts().gallery();
        if (gallery != null) {
            to.word(RecordField.GALLERY, frame.names.standIn(RecordField.GALLERY, gallery));
        }
        PolicyInputWriter.hosts(to, question.hosts());
        to.word(RecordField.ID, frame.id);
        PolicyInputWriter.places(to, caller);
        to.word(RecordField.KEY, caller.key()).word(RecordField.KIND, frame.kind);
        var matched = decision.matched();
        to.words(RecordField.MATCHED, first(matched, MATCHED), MATCHED);
        total(RecordField.MATCHED_TOTAL, matched.size(), MATCHED);
        to.word(RecordField.METHOD, caller.method());
        if (frame.pledged != null && decision instanceof Decision.Permit permit) {
            ObligationFields.write(to, permit.obligations(), frame.pledged.due());
        }
        PolicyInputWriter.principals(to, caller);
        to.word(RecordField.OPERATION, RecordWriter.operation(call.operation()));
        PolicyInputWriter.organisation(to, caller);
    }

    private void untilVerdict() {
        noted(
                RecordField.OVERRIDDEN,
                RecordField.OVERRIDDEN_TOTAL,
                decision.noted().overridden());
        PolicyInputWriter.pictures(to, call);
        to.word(RecordField.POLICIES, decision.policies()).word(RecordField.PROVIDER, call.provider());
        optional(RecordField.PURPOSE, caller.purpose());
        PolicyInputWriter.references(to, call);
        if (decision instanceof Decision.Refuse refuse && refuse.refusal().review() != null) {
            to.words(RecordField.REQUESTABLE, refuse.refusal().review().evidence(), NOTED);
        }
        optional(RecordField.REVIEW, frame.pledged == null ? null : frame.pledged.review());
        to.word(RecordField.RULE, decision.rule()).word(RecordField.SCHEMA, SCHEMA);
        noted(RecordField.SHADOW, RecordField.SHADOW_TOTAL, decision.noted().shadow());
        optional(RecordField.SOURCE, RecordWriter.source(question.source()));
        PolicyInputWriter.threshold(to, call);
        to.time(RecordField.TIME, question.now());
        to.word(RecordField.VERDICT, decision instanceof Decision.Permit ? "permit" : "refuse");
        noted(RecordField.WARNED, RecordField.WARNED_TOTAL, decision.noted().warned());
        wire();
    }

    /**
     * Writes the other names that the decision used. On a call that another vendor answers, this includes its
     * operation.
     */
    private void wire() {
        var via = call.via();
        if (via != null) {
            to.word(RecordField.WIRE, via.wire());
            optional(
                    RecordField.WIRE_OPERATION,
                    via.bindsBeside(call.provider()) ? RecordWriter.operation(via.operation()) : null);
        }
    }

    /** Returns the precondition that failed, in the order in which the policies check them; null if none did. */
    private static @Nullable PreconditionFailure doubt(Caller caller, FaceCall call) {
        if (caller.doubt() != null || call.doubt() != null) {
            return caller.doubt() == null ? call.doubt() : caller.doubt();
        }
        return caller.chain().stream().anyMatch(Organisation::suspended)
                ? PreconditionFailure.ORGANISATION_SUSPENDED
                : null;
    }

    /** Lists rules that did not decide, if there are any. */
    private void noted(RecordField field, RecordField total, List<String> rules) {
        if (!rules.isEmpty()) {
            to.words(field, first(rules, NOTED), NOTED);
            total(total, rules.size(), NOTED);
        }
    }

    private void total(RecordField field, int rules, int most) {
        if (rules > most) {
            to.number(field, rules);
        }
    }

    private static List<String> first(List<String> rules, int most) {
        return rules.size() > most ? rules.subList(0, most) : rules;
    }

    /** Shortens a condition to what a record holds; the policies' digest still identifies it in full. */
    private static String cut(String clause) {
        if (clause.length() <= CanonicalJsonWriter.TEXT) {
            return clause;
        }
        int end = CanonicalJsonWriter.TEXT - 1;
        return clause.substring(0, Character.isHighSurrogate(clause.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    private void optional(RecordField field, @Nullable String word) {
        if (word != null) {
            to.word(field, word);
        }
    }
}
