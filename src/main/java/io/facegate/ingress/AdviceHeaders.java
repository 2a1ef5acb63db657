package io.facegate.ingress;

import io.facegate.call.Outcome.Advice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Tells callers in headers, the same on every wire, what policy says besides an answer. */
final class AdviceHeaders {
    private AdviceHeaders() {}

    static List<Map.Entry<String, String>> of(Advice advice) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        if (advice.leadOnly()) {
            headers.add(Map.entry("Facegate-Label", "lead-only"));
        }
        add(headers, "Facegate-Notice", advice.notices());
        add(headers, "Facegate-Duty", advice.duties());
        if (advice.authorisationDue() != null) {
            headers.add(Map.entry(
                    "Facegate-Authorisation-Due", advice.authorisationDue().toString()));
        }
        add(headers, "Facegate-Warning", advice.warnings());
        return headers;
    }

    private static void add(List<Map.Entry<String, String>> headers, String name, Collection<String> words) {
        if (!words.isEmpty()) {
            headers.add(Map.entry(name, String.join(",", words)));
        }
    }
}
