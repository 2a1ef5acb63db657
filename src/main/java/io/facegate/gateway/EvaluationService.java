package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import org.jspecify.annotations.Nullable;

/** Questions of one caller about itself, answered as its calls would be. */
public interface EvaluationService {
    /**
     * Judges one question and writes it down.
     *
     * @throws io.facegate.call.Fault.LedgerDown when the answer is not durable in time
     */
    Opinion on(Inquiry inquiry);

    /**
     * What would be decided of a call.
     *
     * @param subject the id of the organisation that is asked about
     * @param purpose the purpose that the question names, or null; the credential and the headers declare it
     */
    record Inquiry(String subject, @Nullable String purpose, FaceCall call) {}

    /** What came of a question. */
    sealed interface Opinion {}

    /**
     * The call may go on.
     *
     * @param obligations what whoever makes it must meet, or else must not make it
     */
    record Permitted(Receipt receipt, Obligations obligations) implements Opinion {
        /** The id of its record. */
        public String decision() {
            return receipt.id();
        }
    }

    record Refused(Receipt receipt, Refusal refusal) implements Opinion {
        /** The id of its record. */
        public String decision() {
            return receipt.id();
        }
    }

    /** The organisation that was asked about is not the caller's, nor one that it acts for; nothing was judged. */
    record NotYours() implements Opinion {}
}
