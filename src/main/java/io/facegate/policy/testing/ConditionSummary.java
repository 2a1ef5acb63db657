package io.facegate.policy.testing;

import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Short text of conditions and moments. */
final class ConditionSummary {
    private static final int LONGEST = 60;
    private static final int WORDS = 3;

    private ConditionSummary() {}

    static String summarize(MatchCondition match) {
        var parts = new ArrayList<String>();
        match.words().forEach((attribute, words) -> {
            var some = words.stream().sorted().limit(WORDS).toList();
            parts.add(attribute.word() + ": " + String.join(" or ", some) + (words.size() > WORDS ? " or ..." : ""));
        });
        match.ranges().forEach((attribute, range) -> parts.add(attribute.word()));
        addNested(parts, "any", match.any());
        addNested(parts, "all", match.all());
        var text = String.join(", ", parts);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    private static void addNested(List<String> parts, String key, List<MatchCondition> conditions) {
        if (!conditions.isEmpty()) {
            parts.add(key + " of " + conditions.size());
        }
    }

    static String moment(long moment, Validity validity) {
        var text = Instant.ofEpochMilli(moment).toString();
        return validity.local() ? text.substring(0, text.length() - 1) + " local time" : text;
    }
}
