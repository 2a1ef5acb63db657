package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger.Question;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policy evaluation without sending: a caller asks what would be decided about its own calls. */
public interface EvaluationService {
    /**
     * Decides one question and records it.
     *
     * @throws io.facegate.call.Fault.QuotaExceeded if it is one question too many
     * @throws io.facegate.call.Fault.LedgerDown if the record is not durable in time
     */
    EvaluationResult evaluate(Inquiry inquiry);

    /**
     * A question about a hypothetical call.
     *
     * @param subject id of the organisation concerned
     * @param purpose the purpose named in the question, or null; the credential and the headers declare it
     */
    record Inquiry(String subject, @Nullable String purpose, FaceCall call) {
        /** The question as its caller's. A purpose other than the declared one is a contradiction, which refuses it. */
        Question toQuestion(Caller caller, String source, Instant now) {
            if (purpose == null || purpose.equals(caller.purpose())) {
                return new Question(caller, call, source, now);
            }
            var declared = caller.purpose();
            var asking = caller.withConflict(declared == null ? List.of(purpose) : List.of(declared, purpose));
            return new Question(
                    asking, call.withPreconditionFailure(PreconditionFailure.PURPOSE_CONFLICT), source, now);
        }
    }

    /** Answer to a question. */
    sealed interface EvaluationResult {}

    /**
     * The call would be permitted.
     *
     * @param obligations what the caller must meet when making the call
     */
    record Permitted(Receipt receipt, Obligations obligations) implements EvaluationResult {
        /** The id of its record. */
        public String decision() {
            return receipt.id();
        }
    }

    record Refused(Receipt receipt, Refusal refusal) implements EvaluationResult {
        /** The id of its record. */
        public String decision() {
            return receipt.id();
        }
    }

    /** The subject is neither the caller's organisation nor one that it acts for; nothing was decided. */
    record SubjectNotAllowed() implements EvaluationResult {}
}
