package io.facegate.ledger;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.facegate.call.Fault;
import io.facegate.call.VendorTrail;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.DecisionRecord.Names;
import io.facegate.ledger.DecisionRecord.PermitCommitments;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.record.AdministrativeActMac;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.RecordJsonWriter;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.tree.Rfc6962;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builder of records: the only class that determines what a record contains and omits. */
final class RecordWriter {
    private static final String SCHEMA = DecisionRecord.SCHEMA;

    /** Maximum number of packs or invariants that a record of loaded policies lists. */
    private static final int PARTS = 2_000;

    /** Makes the ids of decisions and other records: UUIDv7, which sort by time. */
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    private final String boot = UUID.randomUUID().toString();
    private final String build;
    private final byte[] key;

    /** @param key the ledger's, for acts that carry an {@link AdministrativeActMac} */
    RecordWriter(String build, byte[] key) {
        this.build = build;
        this.key = key.clone();
    }

    /** A decision's record, its id, and whether it is of the sandbox. */
    record WrittenRecord(String id, LogEntry line, boolean sandbox) {}

    WrittenRecord permit(Question question, Decision.Permit permit, Undertaking undertaking) {
        return decision(
                "DECISION",
                question,
                permit,
                new PermitCommitments(undertaking.authorisationDue(), undertaking.review()));
    }

    WrittenRecord refuse(Question question, Decision.Refuse refuse) {
        return decision("DECISION", question, refuse, null);
    }

    /** Evaluation for a caller that enforces elsewhere: nothing is forwarded, so there is no outcome to wait for. */
    WrittenRecord evaluation(Question question, Decision decision) {
        return decision("EVALUATION", question, decision, null);
    }

    private WrittenRecord decision(
            String kind, Question question, Decision decision, @Nullable PermitCommitments pledged) {
        var id = ids.generate().toString();
        var salts = new ArrayList<Salt>(2);
        Names names = (field, value) -> commit(salts, id, field, value);
        var record = DecisionRecord.bytes(new Frame(kind, id, boot, build, names, pledged), question, decision);
        var line = line(record, pledged == null ? null : id, null, salts);
        return new WrittenRecord(id, line, question.caller().sandbox());
    }

    /** Outcome of a call, with its requests to the vendor. */
    LogEntry outcome(VendorTrail trail, Ending ending, Instant now) {
        return outcome(trail.decision(), ending, trail, now);
    }

    /** Outcome of a call without requests to a vendor. */
    LogEntry outcome(String decision, Ending ending, Instant now) {
        return outcome(decision, ending, new VendorTrail(decision), now);
    }

    private LogEntry outcome(String decision, Ending ending, VendorTrail trail, Instant now) {
        var to = new RecordJsonWriter().word(RecordField.BOOT, boot);
        if (!ending.code().isEmpty()) {
            to.word(RecordField.CODE, name(ending.code()));
        }
        to.word(RecordField.DECISION_REF, decision);
        if (ending.http().isPresent()) {
            to.number(RecordField.HTTP_STATUS, ending.http().getAsInt());
        }
        to.word(RecordField.ID, ids.generate().toString())
                .word(RecordField.KIND, "OUTCOME")
                .number(RecordField.MICROS, Math.max(0, ending.micros()));
        if (ending.results().isPresent()) {
            to.number(RecordField.RESULTS, ending.results().getAsInt());
        }
        to.word(RecordField.SCHEMA, SCHEMA)
                .word(RecordField.STATUS, name(ending.status()))
                .time(RecordField.TIME, now);
        requests(to, ending, trail);
        return line(to.finish(), null, decision);
    }

    /**
     * Writes the vendor requests. A single answered request is named by its id only; several, or one without an answer,
     * are also counted. Answers without a vendor's id are counted, so that nobody looks for that id.
     */
    private static void requests(RecordJsonWriter to, Ending ending, VendorTrail trail) {
        var ids = trail.ids();
        var last = ending.request() == null && !ids.isEmpty() ? ids.getLast() : ending.request();
        if (last != null) {
            to.word(RecordField.VENDOR_REQUEST, last);
        }
        if (trail.requests() > 1 || (trail.requests() == 1 && ending.http().isEmpty())) {
            if (!ids.isEmpty()) {
                to.words(RecordField.VENDOR_REQUESTS, ids, VendorTrail.IDS);
            }
            to.number(RecordField.VENDOR_TRIES, trail.requests());
        }
        if (trail.answersWithoutId() > 0) {
            to.number(RecordField.VENDOR_UNNAMED, trail.answersWithoutId());
        }
    }

    /** Summary of failed authentications of one kind, within the minute that begins at {@code minute}. */
    LogEntry authFailures(AuthFailureCounter.Kind kind, long attempts, Instant minute) {
        var to = new RecordJsonWriter().number(RecordField.ATTEMPTS, attempts).word(RecordField.BOOT, boot);
        to.word(RecordField.ID, ids.generate().toString()).word(RecordField.KIND, "AUTH");
        to.word(RecordField.REASON, kind.reason().name().toLowerCase(Locale.ROOT))
                .word(RecordField.SCHEMA, SCHEMA);
        to.word(RecordField.SOURCE, kind.source()).time(RecordField.TIME, minute);
        return line(to.finish(), null, null);
    }

    LogEntry act(Administrative act) {
        if (!act.act().matches("[a-z][a-z_]{0,63}")) {
            throw new Fault.LedgerDown("An administrative act is named in lowercase letters and underscores.");
        }
        var id = ids.generate().toString();
        var more = act.details();
        var said = new CommittingNames(id, more.keepsValues(), new ArrayList<>(2));
        var delivery = act.policies() == null ? null : act.policies().delivery();
        var to = new RecordJsonWriter().word(RecordField.ACT, act.act());
        with(delivery, one -> one.writeActivation(to));
        said.name(to, RecordField.ACTOR, more.actor());
        to.word(RecordField.BOOT, boot).word(RecordField.BUILD, build);
        with(delivery, one -> one.writeBundle(to));
        if (act.caseId() != null) {
            to.word(RecordField.CASE, commit(said.salts, id, RecordField.CASE, act.caseId()));
        }
        with(delivery, one -> one.writeCommit(to));
        with(more.gateway(), name -> to.word(RecordField.GATEWAY, name));
        to.word(RecordField.ID, id);
        kind(to, id, act);
        said.name(to, RecordField.PERSON, act.person());
        roots(to, more);
        to.word(RecordField.SCHEMA, SCHEMA);
        with(delivery, one -> one.writeSerialAndSigners(to));
        said.name(to, RecordField.STATED_REASON, more.reason());
        to.word(RecordField.SUBJECT, act.subject()).time(RecordField.TIME, act.now());
        return line(to.finish(), null, null, said.salts);
    }

    private static <T> void with(@Nullable T value, Consumer<T> written) {
        if (value != null) {
            written.accept(value);
        }
    }

    /** Writes the kind, and the fields that only some kinds of act have. */
    private void kind(RecordJsonWriter to, String id, Administrative act) {
        var policies = act.policies();
        if (policies != null && policies.invariants() != null) {
            to.words(RecordField.INVARIANTS, policies.invariants(), PARTS);
        }
        to.word(RecordField.KIND, "ADMIN");
        if (AdministrativeActMac.isRequiredFor(act.act())) {
            var newest = act.details().newestRemoved();
            var subject = AdministrativeActMac.pruneSubject(act.subject(), newest);
            to.word(RecordField.MAC, AdministrativeActMac.compute(key, id, act.act(), subject));
            if (newest != null) {
                to.time(RecordField.NEWEST_REMOVED, newest);
            }
        }
        var roots = act.details().roots();
        if (roots != null && AdministrativeActMac.isRequiredFor(roots)) {
            var subject = AdministrativeActMac.registrySubject(act.subject(), roots);
            to.word(RecordField.MAC, AdministrativeActMac.compute(key, id, act.act(), subject));
        }
        if (policies != null && !policies.packs().isEmpty()) {
            to.words(RecordField.PACKS, policies.packs(), PARTS);
        }
    }

    private static void roots(RecordJsonWriter to, AdministrativeActDetails more) {
        var roots = more.roots();
        if (roots == null) {
            return;
        }
        to.word(RecordField.REGISTRY, roots.registry()).word(RecordField.REGISTRY_AFTER, roots.after());
        if (roots.before() != null) {
            to.word(RecordField.REGISTRY_BEFORE, roots.before());
        }
        if (more.content() != null) {
            to.word(RecordField.REGISTRY_CHANGE, more.content());
        }
        if (roots.version() > 0) {
            to.number(RecordField.REGISTRY_VERSION, roots.version());
        }
    }

    /**
     * Commitments of one act's record.
     *
     * @param keepsValues whether the values are kept beside their salts
     */
    private record CommittingNames(String id, boolean keepsValues, List<Salt> salts) {
        void name(RecordJsonWriter to, RecordField field, @Nullable String value) {
            if (value != null) {
                var salt = keepsValues ? Salt.createWithValue(id, field, value) : Salt.create(id, field, value);
                salts.add(salt);
                to.word(field, salt.commitment());
            }
        }
    }

    /** A step of the wall clock: its time, and the time expected by the monotonic clock. */
    LogEntry clock(Instant expected, Instant now) {
        var to = new RecordJsonWriter().word(RecordField.BOOT, boot).time(RecordField.EXPECTED, expected);
        to.word(RecordField.ID, ids.generate().toString())
                .word(RecordField.KIND, "CLOCK")
                .word(RecordField.SCHEMA, SCHEMA);
        return line(to.time(RecordField.TIME, now).finish(), null, null);
    }

    /**
     * Calls that were refused while the ledger could not write.
     *
     * @param attempts how many, or 0 if unknown
     */
    LogEntry gap(long attempts, Instant since, Instant now) {
        var to = new RecordJsonWriter();
        if (attempts > 0) {
            to.number(RecordField.ATTEMPTS, attempts);
        }
        to.word(RecordField.BOOT, boot)
                .word(RecordField.ID, ids.generate().toString())
                .word(RecordField.KIND, "GAP");
        to.word(RecordField.SCHEMA, SCHEMA).time(RecordField.SINCE, since).time(RecordField.TIME, now);
        return line(to.finish(), null, null);
    }

    /** Stores the salt that opens the commitment beside the ledger; returns the commitment for the record. */
    private static String commit(List<Salt> salts, String record, RecordField field, String value) {
        var salt = Salt.create(record, field, value);
        salts.add(salt);
        return salt.commitment();
    }

    /** The network, if it is safe to log; null if unknown. */
    static @Nullable String source(String network) {
        for (int i = 0; i < network.length(); i++) {
            char c = network.charAt(i);
            if (Character.digit(c, 16) < 0 && ".:/".indexOf(c) < 0) {
                return null;
            }
        }
        return network.isEmpty() || network.length() > 64 ? null : network;
    }

    /** Replaces unsafe names: the caller chooses the name of an unknown operation. */
    static String operation(String asked) {
        return isSafe(asked, ".") ? asked : DecisionRecord.UNREADABLE;
    }

    /** Replaces unsafe names: the vendor chooses the names of its errors. */
    private static String name(String code) {
        return isSafe(code, "._-") ? code : "unreadable";
    }

    private static boolean isSafe(String text, String also) {
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

    private static LogEntry line(byte[] json, @Nullable String opens, @Nullable String closes) {
        return line(json, opens, closes, List.of());
    }

    private static LogEntry line(byte[] json, @Nullable String opens, @Nullable String closes, List<Salt> salts) {
        return new LogEntry(json, new Rfc6962().leaf(json), opens, closes, salts);
    }
}
