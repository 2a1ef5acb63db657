package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.policy.vocabulary.MessageBundle;
import org.jspecify.annotations.Nullable;

/** Sentences about how a permitted call ended. */
final class OutcomeSentences {
    private OutcomeSentences() {}

    /** @param outcome the outcome's record; null while there is none */
    static String of(MessageBundle phrases, @Nullable JsonNode outcome) {
        if (outcome == null) {
            return phrases.format("ended.open");
        }
        // Without an id in its answers, the vendor's own log is searched for the decision's.
        var unnamed = outcome.has("vendor_unnamed") ? ' ' + phrases.format("ended.unnamed") : "";
        return describe(phrases, outcome) + unnamed;
    }

    private static String describe(MessageBundle phrases, JsonNode outcome) {
        var status = outcome.path("status").asText();
        var code = outcome.path("code").asText();
        if (status.equals("ok")) {
            var answered = outcome.has("results")
                    ? phrases.format("ended.ok.results", outcome.path("results").asInt())
                    : phrases.format("ended.ok");
            return code.isEmpty() ? answered : answered + ' ' + phrases.format("ended.ok.partly", code);
        }
        var key = "ended." + status;
        return phrases.has(key) ? phrases.format(key, code) : status;
    }
}
