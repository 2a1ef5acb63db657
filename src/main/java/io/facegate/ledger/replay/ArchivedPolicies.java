package io.facegate.ledger.replay;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import java.util.LinkedHashMap;
import java.util.Map;

/** Policy sets in the archive of a data folder; the last few are cached compiled. */
final class ArchivedPolicies implements PolicyHistory {
    private static final int COMPILED = 8;

    private final PolicyArchive archive;
    private final Map<String, ArchivedSet> compiled = new LinkedHashMap<>(COMPILED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ArchivedSet> eldest) {
            return size() > COMPILED;
        }
    };

    ArchivedPolicies(PolicyArchive archive) {
        this.archive = archive;
    }

    @Override
    public synchronized ArchivedSet find(String digest) {
        return compiled.computeIfAbsent(digest, this::read);
    }

    private ArchivedSet read(String digest) {
        if (!archive.contains(digest)) {
            return new ArchivedSet.Missing(ReplayObstacle.POLICIES_GONE);
        }
        try {
            var policySet = archive.read(digest);
            return new ArchivedSet.Available(policySet, PolicyEngine.of(policySet));
        } catch (PolicyErrors wrong) {
            return new ArchivedSet.Missing(ReplayObstacle.POLICIES_CHANGED);
        }
    }
}
