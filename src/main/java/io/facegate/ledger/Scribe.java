package io.facegate.ledger;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.record.CanonicalWriter;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.Field;
import io.facegate.ledger.store.Line;
import io.facegate.ledger.tree.Rfc6962;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what happened into records: the one place that says what a record holds, and so what it never does. */
final class Scribe {
    private static final String SCHEMA = "facegate.record/1";
    private static final int MATCHED = 64;
    private static final int LISTED = 32;
    private static final int PLACES = 256;

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final String boot = UUID.randomUUID().toString();
    private final String build;
    private final Commitment commitment;

    Scribe(String build, Commitment commitment) {
        this.build = build;
        this.commitment = commitment;
    }

    /** A decision's record and its id. */
    record Written(String id, Line line) {}

    Written permit(Question question, Decision.Permit permit, Undertaking undertaking) {
        return judged("DECISION", question, permit, undertaking);
    }

    Written refuse(Question question, Decision.Refuse refuse) {
        return judged("DECISION", question, refuse, null);
    }

    /** A question of somebody who decides about a call elsewhere: nothing is forwarded, so nothing has to end. */
    Written answer(Question question, Decision decision) {
        return judged("EVALUATION", question, decision, null);
    }

    private Written judged(String kind, Question question, Decision decision, @Nullable Undertaking undertaking) {
        var refuse = decision instanceof Decision.Refuse refused ? refused : null;
        var id = ids.generate().toString();
        var call = question.call();
        var caller = question.caller();
        var to = began();
        to.words(Field.CAPABILITIES, codes(call.facts()), Capability.values().length);
        refusal(to, refuse);
        doubt(to, call, caller.doubt());
        if (call.facts().gallery() != null) {
            var name = commitment.to(caller.organisation().id(), call.facts().gallery());
            to.word(Field.GALLERY, name);
        }
        to.word(Field.ID, id);
        to.words(Field.JURISDICTIONS, caller.places(), PLACES);
        to.word(Field.KEY, caller.key()).word(Field.KIND, kind);
        matched(to, decision.matched());
        rest(to, question, decision, undertaking);
        to.word(Field.RULE, rule(decision)).word(Field.SCHEMA, SCHEMA);
        optional(to, Field.SOURCE, source(question.source()));
        if (call.facts().threshold() != null) {
            to.number(Field.THRESHOLD, Math.round(call.facts().threshold() * 1000));
        }
        to.time(Field.TIME, question.now()).word(Field.VERDICT, refuse == null ? "permit" : "refuse");
        boolean opens = kind.equals("DECISION") && refuse == null;
        return new Written(id, line(to, opens ? id : null, null));
    }

    private static String rule(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> permit.rule();
            case Decision.Refuse refuse -> refuse.refusal().rule();
        };
    }

    /** What stands between the rules and the rule, in the alphabet. */
    private static void rest(
            CanonicalWriter to, Question question, Decision decision, @Nullable Undertaking undertaking) {
        var call = question.call();
        var caller = question.caller();
        to.word(Field.METHOD, caller.method());
        if (decision instanceof Decision.Permit permit) {
            Pledges.write(to, permit.obligations(), undertaking == null ? null : undertaking.authorisationDue());
        }
        var principals = caller.principals().stream().map(Organisation::id).toList();
        to.words(Field.ON_BEHALF_OF, principals, LISTED);
        to.word(Field.OPERATION, operation(call.operation()));
        organisation(to, caller.organisation());
        Pictures.of(call).write(to);
        to.word(Field.POLICIES, decision.policies()).word(Field.PROVIDER, call.provider());
        optional(to, Field.PURPOSE, caller.purpose());
        to.words(Field.REFERENCES, references(call.facts()), LISTED);
        optional(to, Field.REVIEW, undertaking == null ? null : undertaking.review());
    }

    Line outcome(String decision, Ending ending, Instant now) {
        var to = new CanonicalWriter().word(Field.BOOT, boot);
        if (!ending.code().isEmpty()) {
            to.word(Field.CODE, name(ending.code()));
        }
        to.word(Field.DECISION_REF, decision).word(Field.ID, ids.generate().toString());
        to.word(Field.KIND, "OUTCOME").number(Field.MICROS, Math.max(0, ending.micros()));
        if (ending.results() >= 0) {
            to.number(Field.RESULTS, ending.results());
        }
        to.word(Field.SCHEMA, SCHEMA).word(Field.STATUS, name(ending.status())).time(Field.TIME, now);
        return line(to, null, decision);
    }

    /** So many failed authentications of one kind within the minute that begins at {@code minute}. */
    Line failed(Tally.Kind kind, long attempts, Instant minute) {
        var to = new CanonicalWriter().number(Field.ATTEMPTS, attempts).word(Field.BOOT, boot);
        to.word(Field.ID, ids.generate().toString()).word(Field.KIND, "AUTH");
        to.word(Field.REASON, kind.why().name().toLowerCase(Locale.ROOT)).word(Field.SCHEMA, SCHEMA);
        to.word(Field.SOURCE, kind.source()).time(Field.TIME, minute);
        return line(to, null, null);
    }

    Line act(Administrative act) {
        if (!act.act().matches("[a-z][a-z_]{0,63}")) {
            throw new Fault.LedgerDown("An administrative act is named in lowercase letters and underscores.");
        }
        var to = new CanonicalWriter().word(Field.ACT, act.act()).word(Field.BOOT, boot);
        to.word(Field.BUILD, build).word(Field.ID, ids.generate().toString()).word(Field.KIND, "ADMIN");
        to.word(Field.SCHEMA, SCHEMA).word(Field.SUBJECT, act.subject()).time(Field.TIME, act.now());
        return line(to, null, null);
    }

    /** The network in a form that can be logged, or null when nothing is known. */
    static @Nullable String source(String network) {
        for (int i = 0; i < network.length(); i++) {
            char c = network.charAt(i);
            if (Character.digit(c, 16) < 0 && ".:/".indexOf(c) < 0) {
                return null;
            }
        }
        return network.isEmpty() || network.length() > 64 ? null : network;
    }

    private CanonicalWriter began() {
        return new CanonicalWriter().word(Field.BOOT, boot).word(Field.BUILD, build);
    }

    private static void refusal(CanonicalWriter to, Decision.@Nullable Refuse refuse) {
        if (refuse == null) {
            return;
        }
        var said = refuse.refusal();
        optional(to, Field.CHECKED, said.checked());
        if (said.citation() != null) {
            to.text(Field.CITATION, said.citation());
        }
        to.text(Field.CLAUSE, cut(refuse.clause())).word(Field.CODE, said.code());
    }

    /** A condition can be longer than a record holds; the policies' digest names it whole. */
    private static String cut(String clause) {
        if (clause.length() <= CanonicalWriter.TEXT) {
            return clause;
        }
        int end = CanonicalWriter.TEXT - 1;
        return clause.substring(0, Character.isHighSurrogate(clause.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    private static void doubt(CanonicalWriter to, FaceCall call, io.facegate.call.@Nullable Doubt ofCaller) {
        var doubt = call.doubt() == null ? ofCaller : call.doubt();
        optional(to, Field.DOUBT, doubt == null ? null : doubt.code());
    }

    private static void matched(CanonicalWriter to, List<String> rules) {
        to.words(Field.MATCHED, rules.size() > MATCHED ? rules.subList(0, MATCHED) : rules, MATCHED);
        if (rules.size() > MATCHED) {
            to.number(Field.MATCHED_TOTAL, rules.size());
        }
    }

    private static void organisation(CanonicalWriter to, Organisation organisation) {
        to.open(Field.ORGANISATION).word(Field.ID, organisation.id());
        to.word(Field.TYPE, organisation.type()).shut();
    }

    private static Collection<String> codes(FaceCall.Facts facts) {
        var ordered = EnumSet.noneOf(Capability.class);
        ordered.addAll(facts.capabilities());
        return ordered.stream().map(Capability::code).toList();
    }

    private static Collection<String> references(FaceCall.Facts facts) {
        if (facts.references().isEmpty()) {
            return List.of();
        }
        return EnumSet.copyOf(facts.references()).stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void optional(CanonicalWriter to, Field field, @Nullable String word) {
        if (word != null) {
            to.word(field, word);
        }
    }

    /** An unknown operation's name is whatever the caller liked. */
    private static String operation(String asked) {
        return safe(asked, ".") ? asked : "unreadable";
    }

    /** A vendor's name of an error is whatever the vendor liked. */
    private static String name(String code) {
        return safe(code, "._-") ? code : "unreadable";
    }

    private static boolean safe(String text, String also) {
        if (text.isEmpty() || text.length() > 64) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && also.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Line line(CanonicalWriter from, @Nullable String opens, @Nullable String closes) {
        var json = from.finish();
        return new Line(json, new Rfc6962().leaf(json), opens, closes);
    }
}
