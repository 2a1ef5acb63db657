package io.facegate.call;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How one judged call ended; {@code decision} is the id of its record. */
public sealed interface Outcome {
    String decision();

    /** What the caller is told besides. */
    Advice advice();

    record Answered(String decision, Reply reply, Advice advice) implements Outcome {}

    record Refused(String decision, Refusal refusal, Advice advice) implements Outcome {}

    /** Permitted, but the provider did not answer. */
    record Unavailable(String decision, Fault fault, Advice advice) implements Outcome {}

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
            if (obligations.isEmpty() && due == null && warnings.isEmpty()) {
                return NONE;
            }
            return new Advice(
                    obligations.leadOnly(),
                    new TreeSet<>(obligations.notices()),
                    new TreeSet<>(obligations.duties()),
                    due,
                    warnings);
        }
    }
}
