package io.facegate.gateway;

import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.vendor.client.PlannedCall;

/** What the account that would answer a call tells the policies: where the vendor processes it. */
final class AccountFacts {
    private AccountFacts() {}

    /** The question about a call on its way; where an account is chosen, with the places of the account. */
    static Question question(PlannedCall way, Question asked) {
        var account = way.call().account();
        var question = asked.withCall(way.call());
        return account == null || account.processedIn().isEmpty()
                ? question
                : question.withCaller(asked.caller().withFact(Attribute.PROCESSED_IN.word(), account.processedIn()));
    }
}
