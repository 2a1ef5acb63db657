package io.facegate.policy.testing;

import io.facegate.identity.Organisation;
import java.util.List;
import java.util.Map;

/**
 * An organisation in a test question.
 *
 * @param type organisation type; may be unknown
 * @param jurisdictions where it calls from
 * @param established where it is registered
 * @param facts attested facts, by attribute
 */
public record TestParty(
        String type, String id, List<String> jurisdictions, List<String> established, Map<String, List<String>> facts) {
    public TestParty {
        jurisdictions = List.copyOf(jurisdictions);
        established = List.copyOf(established);
        facts = Map.copyOf(facts);
    }

    /** Without further facts. */
    public TestParty(String type, String id, List<String> jurisdictions, List<String> established) {
        this(type, id, jurisdictions, established, Map.of());
    }

    /** Registered where it calls from. */
    public TestParty(String type, String id, List<String> jurisdictions) {
        this(type, id, jurisdictions, jurisdictions);
    }

    Organisation organisation() {
        return Organisation.builder(id, type)
                .jurisdictions(established)
                .facts(facts)
                .build();
    }
}
