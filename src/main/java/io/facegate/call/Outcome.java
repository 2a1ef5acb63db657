package io.facegate.call;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How one judged call ended. */
public sealed interface Outcome {
    /** What its caller can hold against the ledger. */
    Receipt receipt();

    /** The id of its record. */
    default String decision() {
        return receipt().id();
    }

    /** What the caller is told besides. */
    Advice advice();

    /**
     * Somebody answered.
     *
     * @param sent the call as it went there
     */
    record Answered(Receipt receipt, Reply reply, Advice advice, FaceCall sent) implements Outcome {}

    record Refused(Receipt receipt, Refusal refusal, Advice advice) implements Outcome {}

    /** Permitted, but the provider did not answer. */
    record Unavailable(Receipt receipt, Fault fault, Advice advice) implements Outcome {}

    /**
     * Which record a decision has: with it, whoever was answered can find the record, or prove that it is missing.
     *
     * @param log the log's name
     * @param leaf the hash of the record in the log's tree
     */
    record Receipt(String log, String id, byte[] leaf) {
        /** As it stands in a header: three words. */
        public String words() {
            return log + ' ' + id + ' ' + Base64.getEncoder().encodeToString(leaf);
        }

        @Override
        public String toString() {
            return words();
        }
    }

    /**
     * What policy tells the caller besides an answer.
     *
     * @param leadOnly the answer is a lead, never proof
     * @param notices words of whoever is to be told what, such as {@code sign_at_entrance}
     * @param duties what the caller must do that no gateway can
     * @param authorisationDue when an authorisation must have been filed, or null
     * @param warnings ids of rules that would have decided, were they enforced
     */
    record Advice(
            boolean leadOnly,
            Set<String> notices,
            Set<String> duties,
            @Nullable Instant authorisationDue,
            List<String> warnings) {
        public static final Advice NONE = new Advice(false, Set.of(), Set.of(), null, List.of());

        /** What is left to the caller of what was obliged. */
        public static Advice of(Obligations obligations, @Nullable Instant due, List<String> warnings) {
            return new Advice(
                    obligations.leadOnly(),
                    new TreeSet<>(obligations.notices()),
                    new TreeSet<>(obligations.duties()),
                    due,
                    warnings);
        }
    }
}
