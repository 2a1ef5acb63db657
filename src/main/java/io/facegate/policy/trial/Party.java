package io.facegate.policy.trial;

import io.facegate.identity.Organisation;
import java.util.List;
import java.util.Set;

/**
 * An organisation as a question names it.
 *
 * @param type its word, whether known or not
 * @param jurisdictions where it calls from
 * @param established where it is registered
 */
public record Party(String type, String id, List<String> jurisdictions, List<String> established) {
    public Party {
        jurisdictions = List.copyOf(jurisdictions);
        established = List.copyOf(established);
    }

    /** One that is registered where it calls from. */
    public Party(String type, String id, List<String> jurisdictions) {
        this(type, id, jurisdictions, jurisdictions);
    }

    Organisation organisation() {
        return new Organisation(id, id, type, established, Set.of(), false, null);
    }
}
