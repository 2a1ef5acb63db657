package io.facegate.call;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a decided call ended. */
public sealed interface Outcome {
    /** Identifies the decision's record, so that the caller can check the ledger. */
    Receipt receipt();

    /** The record's id. */
    default String decision() {
        return receipt().id();
    }

    /** What the caller is told besides the answer. */
    Advice advice();

    /**
     * Returns the outcome; each refusal says how to appeal: whom to write to, which decision to quote, and the path that
     * takes it.
     *
     * @param contact whom to write to; empty if the operator named nobody
     */
    default Outcome appealable(String contact) {
        return switch (this) {
            case Refused(var receipt, var refusal, var advice) ->
                new Refused(receipt, appealable(refusal, contact, receipt), advice);
            case Invalid(var receipt, var refusal, var mistake, var advice) ->
                new Invalid(receipt, appealable(refusal, contact, receipt), mistake, advice);
            case Answered _, Unavailable _ -> this;
        };
    }

    private static Refusal appealable(Refusal refusal, String contact, Receipt receipt) {
        return refusal.withContact(contact, receipt.id()).withAppealPath(receipt.id());
    }

    /**
     * The provider answered.
     *
     * @param sent the call as it was sent
     */
    record Answered(Receipt receipt, Reply reply, Advice advice, FaceCall sent) implements Outcome {}

    record Refused(Receipt receipt, Refusal refusal, Advice advice) implements Outcome {}

    /**
     * The request has a mistake, which its caller is told. Nothing was sent, and the call is on record as refused.
     *
     * @param refusal as recorded
     * @param mistake as told to the caller
     */
    record Invalid(Receipt receipt, Refusal refusal, Reply.Failed mistake, Advice advice) implements Outcome {}

    /** Permitted, but the provider did not answer. */
    record Unavailable(Receipt receipt, Fault fault, Advice advice) implements Outcome {}

    /**
     * Receipt of a decision: with it a caller can find the record or prove that it is missing.
     *
     * @param log the log's name
     * @param leaf leaf hash of the record in the log's Merkle tree
     * @param sandbox whether the call was made with a key of the sandbox
     */
    record Receipt(String log, String id, byte[] leaf, boolean sandbox) {
        /** The receipt of a call that is not of the sandbox. */
        public Receipt(String log, String id, byte[] leaf) {
            this(log, id, leaf, false);
        }

        /** Header value: the three fields separated by spaces. */
        public String headerValue() {
            return log + ' ' + id + ' ' + Base64.getEncoder().encodeToString(leaf);
        }

        @Override
        public String toString() {
            return headerValue();
        }
    }

    /**
     * What the policy tells the caller besides the answer.
     *
     * @param leadOnly the answer is a lead, never proof
     * @param notices notice words, such as {@code sign_at_entrance}
     * @param duties duties of the caller that a gateway cannot enforce
     * @param authorisationDue deadline for filing an authorisation, or null
     * @param warnings ids of rules in shadow mode that would have decided
     */
    record Advice(
            boolean leadOnly,
            Set<String> notices,
            Set<String> duties,
            @Nullable Instant authorisationDue,
            List<String> warnings) {
        public static final Advice NONE = new Advice(false, Set.of(), Set.of(), null, List.of());

        /** Returns the part of the obligations that is left to the caller. */
        public static Advice fromObligations(Obligations obligations, @Nullable Instant due, List<String> warnings) {
            return new Advice(
                    obligations.leadOnly(),
                    new TreeSet<>(obligations.notices()),
                    new TreeSet<>(obligations.duties()),
                    due,
                    warnings);
        }
    }
}
