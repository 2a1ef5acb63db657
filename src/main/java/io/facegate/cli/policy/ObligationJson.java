package io.facegate.cli.policy;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Obligations as JSON, by their keys in policies. */
final class ObligationJson {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private ObligationJson() {}

    static Map<String, Object> of(Obligations asked) {
        var all = new ObligationJson();
        all.put("min_similarity", asked.minSimilarity());
        all.words("redact", asked.redact().stream().map(Capability::code).toList());
        all.put("max_results", asked.maxResults());
        all.put("lead_only", asked.leadOnly() ? true : null);
        all.put("reviewers", asked.reviewers() == 0 ? null : asked.reviewers());
        all.put(
                "authorisation",
                asked.authorisation() == null ? null : asked.authorisation().toString());
        all.words("notices", asked.notices());
        all.words("duties", asked.duties());
        var kept = new LinkedHashMap<String, String>();
        put(kept, "pictures", asked.retention().pictures());
        put(kept, "templates", asked.retention().templates());
        put(kept, "records", asked.retention().records());
        all.put("retention", kept.isEmpty() ? null : kept);
        return all.fields;
    }

    private void put(String key, @Nullable Object value) {
        if (value != null) {
            fields.put(key, value);
        }
    }

    private void words(String key, Collection<String> words) {
        if (!words.isEmpty()) {
            fields.put(key, new TreeSet<>(words));
        }
    }

    private static void put(Map<String, String> to, String key, @Nullable Object period) {
        if (period != null) {
            to.put(key, period.toString());
        }
    }
}
