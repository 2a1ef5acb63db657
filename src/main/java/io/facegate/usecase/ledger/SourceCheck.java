package io.facegate.usecase.ledger;

import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** When the source of a rule was last read, and in what: the official text, or only reports about it. */
public final class SourceCheck {
    private SourceCheck() {}

    /** The words, in brackets; null if the rule names no day. */
    public static @Nullable String words(RuleStatement rule, Language language) {
        var day = rule.checked();
        if (day == null) {
            return null;
        }
        var words = new MessageBundle(DecisionAccount.BUNDLE, language);
        var how = rule.evidence();
        return words.format(how == null ? "rule.checked" : "rule.checked." + how, day(words, day));
    }

    private static String day(MessageBundle words, String day) {
        try {
            return words.time("day", LocalDate.parse(day));
        } catch (DateTimeException unreadable) {
            return day;
        }
    }
}
