package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A decided question.
 *
 * @param busy why the permit must not be acted on: it depends on a face count, or on calls at other gateways, that are
 *     unavailable now; or null
 * @param open the call before its faces and the caller's calls were counted; null if nothing was left to count
 */
record DecidedQuestion(
        Question question,
        Decision decision,
        @Nullable Fault busy,
        @Nullable FaceCall open) {
    DecidedQuestion(Question question, Decision decision) {
        this(question, decision, null, null);
    }

    DecidedQuestion withFault(Fault other) {
        return busy == null ? new DecidedQuestion(question, decision, other, open) : this;
    }
}
