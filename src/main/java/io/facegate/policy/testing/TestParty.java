package io.facegate.policy.testing;

import io.facegate.identity.Organisation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An organisation as a question names it.
 *
 * @param type its word, whether known or not
 * @param jurisdictions where it calls from
 * @param established where it is registered
 * @param facts what is attested of it, by attribute
 */
public record TestParty(
        String type, String id, List<String> jurisdictions, List<String> established, Map<String, List<String>> facts) {
    public TestParty {
        jurisdictions = List.copyOf(jurisdictions);
        established = List.copyOf(established);
        facts = Map.copyOf(facts);
    }

    /** One of which nothing more is attested. */
    public TestParty(String type, String id, List<String> jurisdictions, List<String> established) {
        this(type, id, jurisdictions, established, Map.of());
    }

    /** One that is registered where it calls from. */
    public TestParty(String type, String id, List<String> jurisdictions) {
        this(type, id, jurisdictions, jurisdictions);
    }

    Organisation organisation() {
        return new Organisation(id, id, type, established, Set.of(), facts, false, null);
    }
}
