package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.Acceptance;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.policy.Decision;
import io.facegate.storage.RootsOnRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where decisions are written down, in order, before anything happens. */
public interface Ledger extends AutoCloseable {
    /** How long a decision may take to become durable, in milliseconds, unless configured. */
    int DEADLINE_MILLIS = 250;

    /** What stands before the name of this machine's user, where whoever did something gave no name. */
    String UNNAMED = "os-user:";

    /**
     * Makes a permit durable and hands back the pass to forward with.
     *
     * @throws Fault.LedgerDown when it is not durable within the deadline; nothing may then be forwarded
     */
    Cleared clear(Question question, Decision.Permit permit, Undertaking undertaking);

    /** The same for a call that is sent as it was asked. */
    default Cleared clear(Question question, Decision.Permit permit) {
        return clear(question, permit, new Undertaking(question.call(), null, null));
    }

    /**
     * Makes a refusal durable.
     *
     * @throws Fault.LedgerDown when it is not durable within the deadline
     */
    Receipt refuse(Question question, Decision.Refuse refuse);

    /**
     * Makes the answer to a question durable: what would be decided of a call that is not made here.
     *
     * @throws Fault.LedgerDown when it is not durable within the deadline
     */
    Receipt answer(Question question, Decision decision);

    /**
     * Writes how a permitted call ended; returns before that is durable.
     *
     * @throws Fault.LedgerDown when it cannot even be queued; the next start writes it as unknown
     */
    void close(Cleared cleared, Ending ending);

    /** Counts a failed authentication; one summary a source, reason and minute is written. */
    void unauthenticated(String source, Fault.Why why, Instant now);

    /** Writes down an administrative act, such as a key that was minted; durable on return. */
    void administrative(Administrative act);

    /**
     * The tree as it is on disk.
     *
     * @throws Fault.LedgerDown when the ledger takes nothing more, which is what a health check asks
     */
    Head head();

    /** Why this process writes nothing any more, so that it must be started anew; null while it may. */
    default @Nullable String ended() {
        return null;
    }

    /** How the machine's clock compares with the time of the records. */
    default LedgerClock clock() {
        return LedgerClock.now();
    }

    /** What the records say of the roots of this gateway's registries. */
    default RootsOnRecord roots() {
        return RootsOnRecord.NONE;
    }

    /** Takes nothing more until the gateway is restarted, for that reason. */
    void halt(String why);

    @Override
    void close();

    /**
     * Opens a ledger for writing, creating a data folder's own where there is none, checks what was written since it was
     * last checked, and closes what earlier runs of this gateway left open.
     *
     * @throws Fault.LedgerDown when somebody else writes there, or a record was changed
     */
    static Ledger open(LedgerAddress address, LedgerSettings settings) {
        return GatewayLedger.open(address, settings, true);
    }

    /** The same for the ledger in the data folder's own file. */
    static Ledger open(Path data, LedgerSettings settings) {
        return open(LedgerAddress.in(data), settings);
    }

    /**
     * Writes down an administrative act: through the gateway that runs on the folder, or else directly.
     *
     * @throws Fault.LedgerDown when neither is possible
     */
    static void administrate(LedgerAddress address, Administrative act) {
        AdministrationClient.hand(address, act);
    }

    /**
     * Has a folder whose memory of what its log signed is lost begin anew, on record, by what is there. No gateway may run.
     *
     * @param act of a person, {@link Acceptance#ACT}
     * @throws Fault.LedgerDown when there is nothing to accept, or the log's key must not sign what is there
     */
    static void accept(LedgerAddress address, Administrative act) {
        Acceptance.demand(address);
        try (var ledger = GatewayLedger.open(
                address,
                LedgerSettings.usual(NewestTime.COMMAND).checkingClock().acceptingLog(),
                false)) {
            ledger.administer(act);
        }
        Acceptance.carryOut(address);
    }

    /** The same for the ledger in the data folder's own file. */
    static void administrate(Path data, Administrative act) {
        administrate(LedgerAddress.in(data), act);
    }

    /**
     * What was asked, by whom and when.
     *
     * @param source the caller's address, shortened to its network; empty when unknown
     * @param hosts registered ones at which it names pictures by URL, in order
     */
    record Question(Caller caller, FaceCall call, String source, Instant now, List<String> hosts) {
        public Question {
            hosts = List.copyOf(hosts);
        }

        /** One that names no picture by URL. */
        public Question(Caller caller, FaceCall call, String source, Instant now) {
            this(caller, call, source, now, List.of());
        }

        /** A question from nowhere in particular. */
        public Question(Caller caller, FaceCall call, Instant now) {
            this(caller, call, "", now);
        }

        /** The same about another call, or the same call in other words. */
        public Question about(FaceCall other) {
            return new Question(caller, other, source, now, hosts);
        }
    }

    /**
     * What a permitted call comes to within its obligations.
     *
     * @param sent the call as it is sent
     * @param authorisationDue when an authorisation must have been filed, or null
     * @param review the decision whose held answer is given, so that nothing is sent; or null
     */
    record Undertaking(
            FaceCall sent,
            @Nullable Instant authorisationDue,
            @Nullable String review) {}

    /**
     * The number of records and the RFC 6962 root over them.
     *
     * @param root lowercase hex
     * @param unqueued outcomes that could not even be queued since the start; the next start writes them as unknown
     */
    record Head(long size, String root, long unqueued) {}

    /**
     * How a permitted call ended.
     *
     * @param status {@code ok}, {@code held}, {@code released}, {@code vendor_error}, {@code fault}, {@code
     *     not_forwarded} or {@code unknown}
     * @param code the vendor's or the fault's name, empty when ok
     * @param results faces, matches or candidates in the answer, or -1 where that has no meaning
     * @param http the status of the vendor's answer, or 0 where no vendor answered
     * @param request the vendor's own id of the request, or null
     */
    record Ending(
            String status,
            String code,
            int results,
            long micros,
            int http,
            @Nullable String request) {
        /** One without a vendor's answer. */
        public Ending(String status, String code, int results, long micros) {
            this(status, code, results, micros, 0, null);
        }

        /** The same, with the status and the id of what a vendor said, where it says neither itself. */
        Ending after(Reply.@Nullable Verbatim heard) {
            return heard == null || http > 0
                    ? this
                    : new Ending(
                            status,
                            code,
                            results,
                            micros,
                            heard.status(),
                            heard.envelope().request());
        }

        /** What a reply says of itself, without anything biometric. */
        public static Ending of(Outcome outcome, long micros) {
            return OutcomeFields.of(outcome, micros);
        }
    }

    /**
     * What a set of policies consists of, for its record. A record has a largest size, so a very large set is cut.
     *
     * @param packs their ids; none where they are too many to be listed
     * @param invariants the ids that its {@code invariants.yaml} states, the first where they are many; null where it has no
     *     such file
     */
    record LoadedPacks(List<String> packs, @Nullable List<String> invariants) {
        private static final int PACKS = 8_000;
        private static final int INVARIANTS = 5_000;

        public LoadedPacks {
            packs = cut(packs, PACKS).size() < packs.size() ? List.of() : List.copyOf(packs);
            invariants = invariants == null ? null : cut(invariants, INVARIANTS);
        }

        private static List<String> cut(List<String> all, int most) {
            int used = 0;
            int taken = 0;
            while (taken < all.size() && used + all.get(taken).length() + 3 <= most) {
                used += all.get(taken++).length() + 3;
            }
            return List.copyOf(all.subList(0, taken));
        }
    }

    /**
     * An act of an operator or of the gateway itself.
     *
     * @param act a word such as {@code org_add}, {@code key_mint}, {@code start}, {@code policies_loaded}
     * @param subject the organisation, key or digest it concerns
     * @param person who did it, or whom it is about: the record only commits to it; or null
     * @param matter the number of a case, which the record only commits to; or null
     * @param policies the set of policies that was loaded, or null
     * @param more who did it and why, where a person did, and what it made of a registry
     */
    record Administrative(
            String act,
            String subject,
            @Nullable String person,
            @Nullable String matter,
            Instant now,
            @Nullable LoadedPacks policies,
            ActDetails more) {
        /** One about a case. */
        public Administrative(
                String act, String subject, @Nullable String person, @Nullable String matter, Instant now) {
            this(act, subject, person, matter, now, null, ActDetails.NONE);
        }

        /** One of which more is said. */
        public Administrative(
                String act,
                String subject,
                @Nullable String person,
                @Nullable String matter,
                Instant now,
                ActDetails more) {
            this(act, subject, person, matter, now, null, more);
        }

        /** One that loaded a set of policies. */
        public Administrative(String act, String subject, Instant now, LoadedPacks policies) {
            this(act, subject, null, null, now, policies, ActDetails.NONE);
        }

        /** The same with more said of it. */
        public Administrative with(ActDetails details) {
            return new Administrative(act, subject, person, matter, now, policies, details);
        }

        /** One about a person. */
        public Administrative(String act, String subject, @Nullable String person, Instant now) {
            this(act, subject, person, null, now);
        }

        /** One that is nobody's in particular. */
        public Administrative(String act, String subject, Instant now) {
            this(act, subject, null, null, now);
        }
    }
}
