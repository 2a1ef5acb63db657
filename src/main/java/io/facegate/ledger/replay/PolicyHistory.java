package io.facegate.ledger.replay;

import io.facegate.policy.Policies;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicySet;
import java.nio.file.Path;

/** The sets of policies that decisions were made by, by digest. */
@FunctionalInterface
public interface PolicyHistory {
    /** The set of that digest. */
    Kept of(String digest);

    /** What became of a set. */
    sealed interface Kept {
        record Whole(PolicySet book, Policies policies) implements Kept {}

        record Missing(ReplayObstacle why) implements Kept {}
    }

    /** Those that a data folder keeps. */
    static PolicyHistory in(Path dataFolder) {
        return new ArchivedPolicies(PolicyArchive.in(dataFolder));
    }

    /** No set at all. */
    static PolicyHistory none() {
        return digest -> new Kept.Missing(ReplayObstacle.POLICIES_GONE);
    }
}
