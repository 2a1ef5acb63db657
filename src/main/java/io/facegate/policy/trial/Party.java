package io.facegate.policy.trial;

import io.facegate.identity.Organisation;
import java.util.List;
import java.util.Set;

/**
 * An organisation as a question names it.
 *
 * @param type its word, whether known or not
 */
public record Party(String type, String id, List<String> jurisdictions) {
    public Party {
        jurisdictions = List.copyOf(jurisdictions);
    }

    Organisation organisation() {
        return new Organisation(id, id, type, jurisdictions, Set.of(), false, null);
    }
}
