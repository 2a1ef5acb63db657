package io.facegate.usecase.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that trail and ledger do not agree on.
 *
 * @param operation the vendor's name of the operation
 */
public record Finding(Reason reason, Instant time, String operation, Caller caller, Identifiers ids) {
    /** What a finding means. */
    public enum Kind {
        /** A face call that no permit covers. */
        BYPASS(true),
        /** A call that a permit covers, made by another principal than the gateway's. */
        WRONG_PRINCIPAL(true),
        /** A call of which trail and ledger do not tell whether a permit covers it. */
        UNDECIDED(true),
        /** A call that no permit covers, and that the vendor refused. */
        ATTEMPT(false),
        /** A permit whose call the trail does not have. */
        NO_ENTRY(false);

        private final boolean counts;

        Kind(boolean counts) {
            this.counts = counts;
        }

        /** True if nobody may say that nothing goes round. */
        public boolean counts() {
            return counts;
        }

        /** The word for it in JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Who called, as the trail has it.
     *
     * @param principal null where the trail names nobody
     * @param source the address that the call came from, or null
     */
    public record Caller(
            @Nullable String principal, @Nullable String source) {
        /** Nobody, of a call that the trail does not have. */
        static final Caller NOBODY = new Caller(null, null);
    }

    /**
     * Where to look further.
     *
     * @param entry the id of the trail's entry, or null
     * @param request the vendor's id of the request, or null
     * @param decision the gateway's decision, or null
     */
    public record Identifiers(
            @Nullable String entry,
            @Nullable String request,
            @Nullable String decision) {}

    /** Why something was found. */
    public enum Reason {
        NO_DECISION(Kind.BYPASS, "No decision of the gateway covers this call."),
        UNKNOWN_DECISION(Kind.BYPASS, "The call names a decision that is no permit for this vendor in the ledger."),
        OTHER_CALLER(Kind.BYPASS, "The call names a decision of the gateway, but somebody else made it."),
        NOTHING_SENT(Kind.BYPASS, "The call names a decision for which the gateway sent nothing to the vendor."),
        TOO_MANY(
                Kind.BYPASS,
                "The call names a decision of the gateway, but the gateway sent fewer calls for it than the trail has."),
        OTHER_PRINCIPAL(
                Kind.WRONG_PRINCIPAL, "A permit covers this call, but it was not made by the gateway's principal."),
        UNKNOWN_OPERATION(
                Kind.UNDECIDED, "Facegate does not know this operation of the face service, and no permit covers it."),
        UNANSWERED(
                Kind.UNDECIDED,
                "The gateway may have sent such a call at that time and has no id of the vendor for it; the trail does"
                        + " not tell whether it is that one."),
        UNRECORDED(
                Kind.UNDECIDED,
                "The call names a decision whose end was never recorded, and there are more such calls than one"
                        + " takes."),
        UNNAMED_CALLER(
                Kind.UNDECIDED, "The call names a decision of the gateway, but the trail does not name who made it."),
        OTHER_OPERATION(Kind.UNDECIDED, "A permit covers this call, but for another operation."),
        OTHER_ACCOUNT(Kind.UNDECIDED, "This call matches only a permit for another account of this vendor."),
        OTHER_TIME(Kind.UNDECIDED, "A permit covers this call, but it was decided at another time."),
        REQUEST_TWICE(Kind.UNDECIDED, "Another entry of the trail has the same id of the request."),
        BORDER(
                Kind.UNDECIDED,
                "This call and one on the other side of the period's border claim the same request of the gateway."),
        OUTSIDE_LEDGER(Kind.UNDECIDED, "The ledger has no records of that time."),
        REFUSED(Kind.ATTEMPT, "No decision covers this call. The vendor refused it."),
        NOT_IN_TRAIL(Kind.NO_ENTRY, "The gateway sent this call, and the trail does not have it.");

        private final Kind kind;
        private final String sentence;

        Reason(Kind kind, String sentence) {
            this.kind = kind;
            this.sentence = sentence;
        }

        public Kind kind() {
            return kind;
        }

        /** The reason in a sentence. */
        public String sentence() {
            return sentence;
        }

        /** The word for it in JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
