package io.facegate.ledger;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.record.CanonicalWriter;
import io.facegate.ledger.record.Field;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of one judgement: all that policy read and what it decided, so that judging what is read from the record again
 * gives the same bytes.
 */
public final class Judgement {
    /** The list of fields, by name. */
    public static final String SCHEMA = "facegate.record/2";

    /** Stands for the name of an operation that cannot be written down. */
    public static final String UNREADABLE = "unreadable";

    private static final int MATCHED = 64;
    private static final int NOTED = 32;

    private final CanonicalWriter to = new CanonicalWriter();
    private final Frame frame;
    private final Question question;
    private final Decision decision;
    private final Caller caller;
    private final FaceCall call;

    private Judgement(Frame frame, Question question, Decision decision) {
        this.frame = frame;
        this.question = question;
        this.decision = decision;
        this.caller = question.caller();
        this.call = question.call();
    }

    /**
     * What a record holds that was not judged.
     *
     * @param pledged of a permitted call that goes on, else null
     */
    public record Frame(
            String kind,
            String id,
            String boot,
            String build,
            Names names,
            @Nullable Pledged pledged) {}

    /**
     * What a permitted call took on.
     *
     * @param due when its authorisation must be filed, or null
     * @param review the review that released its answer, or null
     */
    public record Pledged(@Nullable Instant due, @Nullable String review) {}

    /** What stands in a record for names that may be a person's. */
    public interface Names {
        /** What was read from a record stands for itself. */
        Names RECORDED = new Names() {
            @Override
            public String standIn(Field field, String value) {
                return value;
            }
        };

        String standIn(Field field, String value);
    }

    /**
     * The canonical bytes.
     *
     * @throws io.facegate.call.Fault.LedgerDown when something cannot be written down
     */
    public static byte[] bytes(Frame frame, Question question, Decision decision) {
        var judgement = new Judgement(frame, question, decision);
        judgement.untilFacts();
        judgement.untilOrganisation();
        judgement.untilVerdict();
        return judgement.to.finish();
    }

    private void untilFacts() {
        to.word(Field.BOOT, frame.boot).word(Field.BUILD, frame.build);
        Inputs.capabilities(to, call);
        var matter = caller.context().matter();
        if (matter != null) {
            to.word(Field.CASE, frame.names.standIn(Field.CASE, matter));
        }
        if (decision instanceof Decision.Refuse refuse) {
            var said = refuse.refusal();
            optional(Field.CHECKED, said.checked());
            if (said.citation() != null) {
                to.text(Field.CITATION, said.citation());
            }
        }
        to.text(Field.CLAUSE, cut(decision.clause()));
        if (decision instanceof Decision.Refuse refuse) {
            to.word(Field.CODE, refuse.refusal().code());
        }
        var doubt = doubt(caller, call);
        optional(Field.DOUBT, doubt == null ? null : doubt.code());
        var via = call.via();
        optional(Field.ENGINE, via == null ? null : via.engine());
        Inputs.evidence(to, caller);
        noted(Field.EXCEPTED, Field.EXCEPTED_TOTAL, decision.noted().excepted());
        facts();
    }

    private void facts() {
        var faces = call.facts().faces();
        optional(Field.FACES, faces == null ? null : faces.code());
        var fact = decision.fact();
        if (!fact.isEmpty()) {
            to.text(Field.FACT, cut(fact));
        }
        Inputs.facts(to, caller.context().facts());
    }

    private void untilOrganisation() {
        var gallery = call.facts().gallery();
        if (gallery != null) {
            to.word(Field.GALLERY, frame.names.standIn(Field.GALLERY, gallery));
        }
        Inputs.hosts(to, question.hosts());
        to.word(Field.ID, frame.id);
        Inputs.places(to, caller);
        to.word(Field.KEY, caller.key()).word(Field.KIND, frame.kind);
        var matched = decision.matched();
        to.words(Field.MATCHED, first(matched, MATCHED), MATCHED);
        total(Field.MATCHED_TOTAL, matched.size(), MATCHED);
        to.word(Field.METHOD, caller.method());
        if (frame.pledged != null && decision instanceof Decision.Permit permit) {
            Pledges.write(to, permit.obligations(), frame.pledged.due());
        }
        Inputs.principals(to, caller);
        to.word(Field.OPERATION, Scribe.operation(call.operation()));
        Inputs.organisation(to, caller);
    }

    private void untilVerdict() {
        noted(Field.OVERRIDDEN, Field.OVERRIDDEN_TOTAL, decision.noted().overridden());
        Inputs.pictures(to, call);
        to.word(Field.POLICIES, decision.policies()).word(Field.PROVIDER, call.provider());
        optional(Field.PURPOSE, caller.purpose());
        Inputs.references(to, call);
        if (decision instanceof Decision.Refuse refuse && refuse.refusal().review() != null) {
            to.words(Field.REQUESTABLE, refuse.refusal().review().evidence(), NOTED);
        }
        optional(Field.REVIEW, frame.pledged == null ? null : frame.pledged.review());
        to.word(Field.RULE, decision.rule()).word(Field.SCHEMA, SCHEMA);
        noted(Field.SHADOW, Field.SHADOW_TOTAL, decision.noted().shadow());
        optional(Field.SOURCE, Scribe.source(question.source()));
        Inputs.threshold(to, call);
        to.time(Field.TIME, question.now());
        to.word(Field.VERDICT, decision instanceof Decision.Permit ? "permit" : "refuse");
        noted(Field.WARNED, Field.WARNED_TOTAL, decision.noted().warned());
        wire();
    }

    /** Which other names the call was judged by: on a vendor's wire that another answers, the operation's too. */
    private void wire() {
        var via = call.via();
        if (via != null) {
            to.word(Field.WIRE, via.wire());
            optional(Field.WIRE_OPERATION, via.bindsBeside(call.provider()) ? Scribe.operation(via.operation()) : null);
        }
    }

    /** Why the call was refused whatever it asked, in the order in which the policies ask. */
    private static @Nullable Doubt doubt(Caller caller, FaceCall call) {
        if (caller.doubt() != null || call.doubt() != null) {
            return caller.doubt() == null ? call.doubt() : caller.doubt();
        }
        return caller.chain().stream().anyMatch(Organisation::suspended) ? Doubt.ORGANISATION_SUSPENDED : null;
    }

    /** Rules that decided nothing are listed where there are any. */
    private void noted(Field field, Field total, List<String> rules) {
        if (!rules.isEmpty()) {
            to.words(field, first(rules, NOTED), NOTED);
            total(total, rules.size(), NOTED);
        }
    }

    private void total(Field field, int rules, int most) {
        if (rules > most) {
            to.number(field, rules);
        }
    }

    private static List<String> first(List<String> rules, int most) {
        return rules.size() > most ? rules.subList(0, most) : rules;
    }

    /** A condition can be longer than a record holds; the policies' digest names it whole. */
    private static String cut(String clause) {
        if (clause.length() <= CanonicalWriter.TEXT) {
            return clause;
        }
        int end = CanonicalWriter.TEXT - 1;
        return clause.substring(0, Character.isHighSurrogate(clause.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    private void optional(Field field, @Nullable String word) {
        if (word != null) {
            to.word(field, word);
        }
    }
}
