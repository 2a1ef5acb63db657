package io.facegate.usecase.ledger;

import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import org.jspecify.annotations.Nullable;

/** When the source of a rule was last read, and in what: the official text, or only reports about it. */
public final class SourceCheck {
    private SourceCheck() {}

    /** The words, in brackets; null if the rule names no day. */
    public static @Nullable String words(RuleStatement rule, Language language) {
        var reading = rule.checked();
        if (reading == null) {
            return null;
        }
        var words = new MessageBundle(DecisionAccountHtml.BUNDLE, language);
        return words.format("rule.checked." + reading.evidence(), words.time("day", reading.day()));
    }
}
