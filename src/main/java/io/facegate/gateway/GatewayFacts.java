package io.facegate.gateway;

import io.facegate.call.Fault;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.LimitCounter.Window;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.vendor.client.AccountLookup;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.util.List;
import java.util.Map;

/**
 * What the gateway itself tells the policies about a call: where the account that would answer processes it, and what is
 * left of the caller's quotas.
 *
 * @param decisionService knows which of it the policies ask for
 */
record GatewayFacts(DecisionService decisionService, CallLimiter limiter) {
    private static final Map<Window, Attribute> COUNTS = Map.of(
            Window.SECOND, Attribute.QUOTA_LEFT_NOW,
            Window.DAY, Attribute.QUOTA_LEFT_TODAY,
            Window.MONTH, Attribute.QUOTA_LEFT_THIS_MONTH);

    /** The question about a call on its way. */
    Question about(PlannedCall way, Question asked) {
        var account = way.call().account();
        var question = withCounts(asked.withCall(way.call()));
        return account == null || account.processedIn().isEmpty()
                ? question
                : question.withCaller(question.caller().withFact(Attribute.PROCESSED_IN.word(), account.processedIn()));
    }

    /** The question that a caller asks without a call, about the account that would answer one. */
    Question asked(Provider provider, Question asked) {
        var call = asked.call();
        return about(PlannedCall.unowned(call.withAccount(AccountLookup.ask(provider, asked.caller(), call))), asked);
    }

    /** The question with what is left of its caller's quotas, if a rule asks for it. A count that cannot be read is unknown. */
    Question withCounts(Question question) {
        if (!decisionService.reads(Attribute.COUNTED)) {
            return question;
        }
        try {
            var left = limiter.left(question.caller(), question.call(), question.now());
            var caller = question.caller();
            for (var count : COUNTS.entrySet()) {
                long calls = left.least(count.getKey()).orElse(Attribute.UNLIMITED);
                caller = caller.withFact(
                        count.getValue().word(), List.of(Long.toString(Math.min(calls, Attribute.UNLIMITED))));
            }
            return question.withCaller(caller);
        } catch (Fault.LimitsDown unknown) {
            return question;
        }
    }
}
