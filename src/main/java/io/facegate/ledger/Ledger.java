package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.checkpoint.SignerStateReset;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.policy.Decision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Append-only ledger of decisions: each is durable, in order, before the call is forwarded. */
public interface Ledger extends AutoCloseable {
    /** How long a decision may take to become durable, in milliseconds, unless configured. */
    int DEADLINE_MILLIS = 250;

    /** Prefix of the machine user's name, used where a person gave no name. */
    String UNNAMED = "os-user:";

    /**
     * Makes a permit durable and returns the pass to forward with.
     *
     * @throws Fault.LedgerDown if it is not durable within the deadline; nothing may then be forwarded
     */
    Cleared recordPermit(Question question, Decision.Permit permit, Undertaking undertaking);

    /** Same, for a call that is sent unchanged. */
    default Cleared recordPermit(Question question, Decision.Permit permit) {
        return recordPermit(question, permit, new Undertaking(question.call(), null, null));
    }

    /**
     * Makes a refusal durable.
     *
     * @throws Fault.LedgerDown if it is not durable within the deadline
     */
    Receipt refuse(Question question, Decision.Refuse refuse);

    /**
     * Makes an evaluation durable: the decision on a call that is not made through this gateway.
     *
     * @throws Fault.LedgerDown if it is not durable within the deadline
     */
    Receipt recordEvaluation(Question question, Decision decision);

    /**
     * Queues the outcome of a permitted call; returns before it is durable.
     *
     * @throws Fault.LedgerDown if it cannot be queued; the next start records it as unknown
     */
    void close(Cleared cleared, Ending ending);

    /** Counts a failed authentication; one summary per source, reason and minute is written. */
    void countUnauthenticated(String source, Fault.Why why, Instant now);

    /** Records an administrative act, such as a minted key; durable on return. */
    void recordAct(Administrative act);

    /**
     * Returns the head of the tree on disk.
     *
     * @throws Fault.LedgerDown if the ledger accepts no records; health checks use this
     */
    Head head();

    /** The reason why this process stopped writing for good and must be restarted; null while it writes. */
    default @Nullable String stopReason() {
        return null;
    }

    /** Comparison of the machine's clock with the time of the records. */
    default LedgerClock clock() {
        return LedgerClock.uncompared();
    }

    /** Roots of this gateway's registries, as recorded. */
    default RecordedRegistryRoots roots() {
        return RecordedRegistryRoots.NONE;
    }

    /** Accepts no more records until the gateway is restarted. */
    void halt(String why);

    @Override
    void close();

    /**
     * Opens a ledger for writing. Creates a data folder's own ledger if there is none, checks the records since the
     * last check, and closes the permits that earlier runs of this gateway left open.
     *
     * @throws Fault.LedgerDown if another process writes there, or a record was changed
     */
    static Ledger open(LedgerAddress address, LedgerSettings settings) {
        return GatewayLedger.open(address, settings, true);
    }

    /** Same, for the ledger file of the data folder. */
    static Ledger open(Path data, LedgerSettings settings) {
        return open(LedgerAddress.ofFolder(data), settings);
    }

    /**
     * Records an administrative act: through the gateway that runs on the folder, else directly.
     *
     * @throws Fault.LedgerDown if neither is possible
     */
    static void administrate(LedgerAddress address, Administrative act) {
        AdministrationClient.submit(address, act);
    }

    /** True if a gateway runs on the folder: it takes acts of commands. */
    static boolean isServed(LedgerAddress address) {
        return AdministrationClient.isServed(address.data());
    }

    /**
     * Accepts a folder's ledger as it is, on record, after its log's signing memory was lost. No gateway may run.
     *
     * @param act of a person, {@link SignerStateReset#ACT}
     * @throws Fault.LedgerDown if there is nothing to accept, or the log's key must not sign this history
     */
    static void accept(LedgerAddress address, Administrative act) {
        SignerStateReset.requireAcceptable(address);
        try (var ledger = GatewayLedger.open(
                address,
                LedgerSettings.defaults(NewestTime.COMMAND).withClockCheck().withAcceptedLog(),
                false)) {
            ledger.administer(act);
        }
        SignerStateReset.reset(address);
    }

    /** Same, for the ledger file of the data folder. */
    static void administrate(Path data, Administrative act) {
        administrate(LedgerAddress.ofFolder(data), act);
    }

    /**
     * The call to decide on, its caller and the time.
     *
     * @param source the caller's address, shortened to its network; empty if unknown
     * @param hosts registered hosts of the pictures that the call names by URL, in order
     */
    record Question(Caller caller, FaceCall call, String source, Instant now, List<String> hosts) {
        public Question {
            hosts = List.copyOf(hosts);
        }

        /** A question without pictures by URL. */
        public Question(Caller caller, FaceCall call, String source, Instant now) {
            this(caller, call, source, now, List.of());
        }

        /** A question with an unknown source. */
        public Question(Caller caller, FaceCall call, Instant now) {
            this(caller, call, "", now);
        }

        /** Returns a copy for another call, or for a translation of the same call. */
        public Question withCall(FaceCall other) {
            return new Question(caller, other, source, now, hosts);
        }

        /** Returns a copy for another moment. */
        public Question at(Instant moment) {
            return new Question(caller, call, source, moment, hosts);
        }

        /** Returns a copy with another caller. */
        public Question withCaller(Caller other) {
            return new Question(other, call, source, now, hosts);
        }
    }

    /**
     * A permitted call after its obligations were applied.
     *
     * @param sent the call as it is sent
     * @param authorisationDue when an authorisation must have been filed, or null
     * @param review the decision whose held answer is released, so that nothing is sent; or null
     */
    record Undertaking(
            FaceCall sent,
            @Nullable Instant authorisationDue,
            @Nullable String review) {}

    /**
     * Tree head: the number of records and the RFC 6962 root over them.
     *
     * @param root lowercase hex
     * @param unqueued outcomes since the start that could not be queued; the next start records them as unknown
     */
    record Head(long size, String root, long unqueued) {}

    /**
     * Outcome of a permitted call.
     *
     * @param status {@code ok}, {@code held}, {@code released}, {@code vendor_error}, {@code fault}, {@code
     *     not_forwarded} or {@code unknown}
     * @param code the vendor's or the fault's name, empty if ok
     * @param results faces, matches or candidates in the answer; empty where that does not apply
     * @param http the status of the vendor's response, if there is one
     * @param request the vendor's own id of the request, or null
     */
    record Ending(
            String status,
            String code,
            OptionalInt results,
            long micros,
            OptionalInt http,
            @Nullable String request) {
        /** An outcome with results, without a vendor's response. */
        public Ending(String status, String code, int results, long micros) {
            this(status, code, OptionalInt.of(results), micros, OptionalInt.empty(), null);
        }

        /** An outcome without results or a vendor's response. */
        public Ending(String status, String code, long micros) {
            this(status, code, OptionalInt.empty(), micros, OptionalInt.empty(), null);
        }

        /** Returns a copy with the vendor's status and request id, unless this outcome has its own. */
        Ending withReply(Reply.@Nullable Verbatim heard) {
            return heard == null || http.isPresent()
                    ? this
                    : new Ending(
                            status,
                            code,
                            results,
                            micros,
                            OptionalInt.of(heard.status()),
                            heard.envelope().requestId());
        }

        /** Derives the outcome from a reply, without anything biometric. */
        public static Ending fromOutcome(Outcome outcome, long micros) {
            return OutcomeFields.extract(outcome, micros);
        }
    }

    /**
     * Contents of a set of policies, for its record. Records have a maximum size, so very large sets are shortened.
     *
     * @param packs their ids; empty if they are too many to list
     * @param invariants the ids in its {@code invariants.yaml}, the first of them if they are many; null if it has no
     *     such file
     * @param delivery the signed bundle that the set came in; null for a set from a folder
     */
    record LoadedPacks(
            List<String> packs,
            @Nullable List<String> invariants,
            @Nullable PolicyDelivery delivery) {
        private static final int PACKS = 8_000;
        private static final int INVARIANTS = 5_000;

        public LoadedPacks {
            packs = shorten(packs, PACKS).size() < packs.size() ? List.of() : List.copyOf(packs);
            invariants = invariants == null ? null : shorten(invariants, INVARIANTS);
        }

        /** Contents of a set from a folder. */
        public LoadedPacks(List<String> packs, @Nullable List<String> invariants) {
            this(packs, invariants, null);
        }

        /** Returns a copy for a set that came in a signed bundle. */
        public LoadedPacks deliveredBy(@Nullable PolicyDelivery bundle) {
            return new LoadedPacks(packs, invariants, bundle);
        }

        private static List<String> shorten(List<String> all, int most) {
            int used = 0;
            int taken = 0;
            while (taken < all.size() && used + all.get(taken).length() + 3 <= most) {
                used += all.get(taken++).length() + 3;
            }
            return List.copyOf(all.subList(0, taken));
        }
    }

    /**
     * Administrative act of an operator or of the gateway itself.
     *
     * @param act a word such as {@code org_add}, {@code key_mint}, {@code start}, {@code policies_loaded}
     * @param subject the organisation, key or digest it concerns
     * @param person who did it, or whom it is about; the record holds only a commitment to it; or null
     * @param caseId the number of a case; the record holds only a commitment to it; or null
     * @param policies the set of policies that was loaded, or null
     * @param details who did it and why, where a person did, and how it changed a registry
     */
    record Administrative(
            String act,
            String subject,
            @Nullable String person,
            @Nullable String caseId,
            Instant now,
            @Nullable LoadedPacks policies,
            AdministrativeActDetails details) {
        public Administrative {
            if (!act.equals(AppealAct.FILED.act())) {
                details.requireOneLine();
            }
        }

        /** An act about a case. */
        public Administrative(
                String act, String subject, @Nullable String person, @Nullable String matter, Instant now) {
            this(act, subject, person, matter, now, null, AdministrativeActDetails.NONE);
        }

        /** An act with details. */
        public Administrative(
                String act,
                String subject,
                @Nullable String person,
                @Nullable String matter,
                Instant now,
                AdministrativeActDetails more) {
            this(act, subject, person, matter, now, null, more);
        }

        /** The act of loading a set of policies. */
        public Administrative(String act, String subject, Instant now, LoadedPacks policies) {
            this(act, subject, null, null, now, policies, AdministrativeActDetails.NONE);
        }

        /** Returns a copy with details. */
        public Administrative withDetails(AdministrativeActDetails details) {
            return new Administrative(act, subject, person, caseId, now, policies, details);
        }

        /** An act about a person. */
        public Administrative(String act, String subject, @Nullable String person, Instant now) {
            this(act, subject, person, null, now);
        }

        /** An act without a person. */
        public Administrative(String act, String subject, Instant now) {
            this(act, subject, null, null, now);
        }
    }
}
