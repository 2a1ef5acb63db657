package io.facegate.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One evidence entry registered for an organisation, such as a warrant.
 *
 * @param type dotted word of the evidence tree, such as {@code authorisation.granted}
 * @param caseId the case it was registered for, or null for any
 * @param from start of validity, or null for always
 * @param until end of validity, or null for never
 * @param facts attested words and numbers, by attribute, such as {@code offence}
 */
public record Evidence(
        String id,
        String organisation,
        String type,
        @Nullable String caseId,
        @Nullable Instant from,
        @Nullable Instant until,
        Map<String, List<String>> facts) {
    public Evidence {
        facts = Map.copyOf(facts);
    }

    /** The same entry with other facts. */
    public Evidence withFacts(Map<String, List<String>> others) {
        return new Evidence(id, organisation, type, caseId, from, until, others);
    }

    public boolean isValidAt(Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }
}
