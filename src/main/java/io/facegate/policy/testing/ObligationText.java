package io.facegate.policy.testing;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Obligations in policy file syntax. */
final class ObligationText {
    private final List<String> parts = new ArrayList<>();

    private ObligationText() {}

    static String of(Obligations asked) {
        var text = new ObligationText();
        text.add("min_similarity", asked.minSimilarity());
        text.add("redact", list(asked.redact().stream().map(Capability::code).toList()));
        text.add("max_results", asked.maxResults());
        text.add("lead_only", asked.leadOnly() ? true : null);
        text.add("reviewers", asked.reviewers() > 0 ? asked.reviewers() : null);
        text.add("authorisation", asked.authorisation());
        text.add("notices", list(asked.notices()));
        text.add("duties", list(asked.duties()));
        var kept = new ObligationText();
        kept.add("pictures", asked.retention().pictures());
        kept.add("templates", asked.retention().templates());
        kept.add("records", asked.retention().records());
        text.add("retention", kept.parts.isEmpty() ? null : kept);
        return text.toString();
    }

    private static @Nullable String list(Collection<String> words) {
        return words.isEmpty()
                ? null
                : "[" + String.join(", ", words.stream().sorted().toList()) + "]";
    }

    private void add(String key, @Nullable Object value) {
        if (value != null) {
            parts.add(key + ": " + value);
        }
    }

    @Override
    public String toString() {
        return "{" + String.join(", ", parts) + "}";
    }
}
