package io.facegate.http.authzen;

import io.facegate.call.Obligations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes obligations in the AuthZEN obligation profile. A client that does not know an obligation must treat the answer
 * as a refusal. All are of type {@code custom}, because the profile's own types cover other matters; the id is the
 * policy term.
 */
final class AuthzenObligations {
    private static final String WORD = "custom";

    private AuthzenObligations() {}

    static List<Map<String, Object>> toJson(Obligations obligations) {
        var all = new ArrayList<Map<String, Object>>();
        obligations.toPolicyForm().forEach((id, value) -> {
            var properties = new LinkedHashMap<String, Object>();
            properties.put("vendor", "facegate");
            properties.put(id, value);
            var obligation = new LinkedHashMap<String, Object>();
            obligation.put("id", id);
            obligation.put("type", WORD);
            obligation.put("properties", properties);
            all.add(obligation);
        });
        return all;
    }
}
