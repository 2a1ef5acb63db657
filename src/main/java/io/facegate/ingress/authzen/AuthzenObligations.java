package io.facegate.ingress.authzen;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes obligations in the AuthZEN obligation profile. A client that does not know an obligation must treat the answer
 * as a refusal. All are of type {@code custom}, because the profile's own types cover other matters; the id is the
 * policy term.
 */
final class AuthzenObligations {
    private static final String WORD = "custom";

    private final List<Map<String, Object>> all = new ArrayList<>();

    private AuthzenObligations() {}

    static List<Map<String, Object>> of(Obligations obligations) {
        var duties = new AuthzenObligations();
        duties.add("min_similarity", obligations.minSimilarity());
        duties.add("redact", words(obligations.redact()));
        duties.add("max_results", obligations.maxResults());
        duties.add("lead_only", obligations.leadOnly() ? true : null);
        duties.add("reviewers", obligations.reviewers() == 0 ? null : obligations.reviewers());
        duties.add("authorisation", obligations.authorisation());
        duties.add("notices", sorted(obligations.notices()));
        duties.add("duties", sorted(obligations.duties()));
        var retention = new LinkedHashMap<String, String>();
        put(retention, "pictures", obligations.retention().pictures());
        put(retention, "templates", obligations.retention().templates());
        put(retention, "records", obligations.retention().records());
        duties.add("retention", retention.isEmpty() ? null : retention);
        return duties.all;
    }

    private void add(String id, @Nullable Object value) {
        if (value != null) {
            var properties = new LinkedHashMap<String, Object>();
            properties.put("vendor", "facegate");
            properties.put(id, value instanceof java.time.Duration span ? span.toString() : value);
            var duty = new LinkedHashMap<String, Object>();
            duty.put("id", id);
            duty.put("type", WORD);
            duty.put("properties", properties);
            all.add(duty);
        }
    }

    private static void put(Map<String, String> to, String key, @Nullable Object period) {
        if (period != null) {
            to.put(key, period.toString());
        }
    }

    private static @Nullable List<String> words(Set<Capability> capabilities) {
        return capabilities.isEmpty()
                ? null
                : capabilities.stream().map(Capability::code).sorted().toList();
    }

    private static @Nullable List<String> sorted(Set<String> words) {
        return words.isEmpty() ? null : words.stream().sorted().toList();
    }
}
