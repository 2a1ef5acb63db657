package io.facegate.ledger.replay;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicySet;
import java.nio.file.Path;

/** Archive of the policy sets that made decisions, by digest. */
@FunctionalInterface
public interface PolicyHistory {
    /** Returns the set with that digest. */
    ArchivedSet find(String digest);

    /** Result of a look-up. */
    sealed interface ArchivedSet {
        record Available(PolicySet policySet, PolicyEngine policies) implements ArchivedSet {}

        record Missing(ReplayObstacle obstacle) implements ArchivedSet {}
    }

    /** The sets in a data folder's archive. */
    static PolicyHistory ofFolder(Path dataFolder) {
        return new ArchivedPolicies(PolicyArchive.ofFolder(dataFolder));
    }

    /** An empty archive. */
    static PolicyHistory empty() {
        return digest -> new ArchivedSet.Missing(ReplayObstacle.POLICIES_GONE);
    }
}
