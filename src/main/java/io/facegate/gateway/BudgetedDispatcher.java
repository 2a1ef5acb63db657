package io.facegate.gateway;

import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Reply;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.Reservation;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Records permitted calls that their budgets have room for, and sends them. A call that was not sent, or that the vendor
 * failed to answer, is given back to its budgets.
 *
 * @param sending sends what is recorded
 * @param afterSending is told of each call that was sent, whatever became of it
 */
record BudgetedDispatcher(Ledger ledger, Dispatcher sending, CallLimiter limiter, Consumer<Cleared> afterSending) {
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    /** Throttling errors of vendors whose status does not tell. */
    private static final Set<String> THROTTLED =
            Set.of("ThrottlingException", "ProvisionedThroughputExceededException", "CONCURRENCY_LIMIT_EXCEEDED");

    Outcome send(Question question, Decision.Permit permit, EnforcedCall enforced, CallState context) {
        Reservation reserved;
        try {
            reserved = enforced.isSent()
                    ? limiter.reserve(question.caller(), enforced.sent(), question.now())
                    : Reservation.NONE;
        } catch (Fault.QuotaExceeded | Fault.LimitsDown full) {
            if (!limiter.takeRecord(question.caller(), full, question.now())) {
                throw full;
            }
            return sending.recordNotSent(ledger.recordPermit(question, permit, enforced.undertaking()), full);
        }
        context.addQuotas(reserved.status());
        var cleared = record(question, permit, enforced, reserved);
        var outcome = sending.send(enforced, cleared);
        afterSending.accept(cleared);
        if (cleared.trail().isNotForwarded()
                || isVendorFailure(outcome, cleared.trail().requests())) {
            reserved.giveBack();
        }
        return outcome;
    }

    /** Records a permit that is not acted on. A fault of the limits may flood: it is counted, and has few records. */
    Outcome recordNotSent(Question question, Decision.Permit permit, Fault why) {
        if (why instanceof Fault.LimitsDown) {
            limiter.countRefused(question.caller(), why, question.now());
            if (!limiter.takeRecord(question.caller(), why, question.now())) {
                throw why;
            }
        }
        return sending.recordNotSent(ledger.recordPermit(question, permit), why);
    }

    private Cleared record(Question question, Decision.Permit permit, EnforcedCall enforced, Reservation reserved) {
        try {
            return ledger.recordPermit(question, permit, enforced.undertaking());
        } catch (Fault.LedgerDown down) {
            reserved.giveBack();
            throw down;
        }
    }

    /** True if the vendor did not do the work: no request reached it, or it said so. */
    private static boolean isVendorFailure(Outcome outcome, int requests) {
        return switch (outcome) {
            // Other faults do not show that the vendor did not carry the call out.
            case Outcome.Unavailable(var _, var fault, var _) ->
                fault instanceof Fault.CircuitOpen
                        || fault instanceof Fault.Overloaded
                        || (fault instanceof Fault.ProviderDown && requests == 0);
            case Outcome.Answered(var _, Reply.Failed(var kind, var _, var _), var _, var _) ->
                kind == Reply.Failure.THROTTLED;
            case Outcome.Answered(var _, Reply.Verbatim(var status, var _, var error, var _), var _, var _) ->
                status >= SERVER_ERROR || status == TOO_MANY_REQUESTS || (error != null && THROTTLED.contains(error));
            case Outcome.Answered _, Outcome.Refused _, Outcome.Invalid _ -> false;
        };
    }
}
