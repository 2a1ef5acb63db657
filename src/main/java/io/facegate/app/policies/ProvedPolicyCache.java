package io.facegate.app.policies;

import io.facegate.app.policies.ActivatedPoliciesFollower.ActivatedPolicySource;
import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.RegistryException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and proves the policies of a registry. It keeps the last few, and proves a proposed set while it waits for its
 * approval: then an approved set, and a set that comes back, need no second proof.
 */
final class ProvedPolicyCache {
    private static final System.Logger LOG = System.getLogger(PoliciesInForce.class.getName());
    private static final int KEPT = 3;

    private final ActivatedPolicySource registry;
    private final Function<PolicySet, List<PolicyMistake>> invariants;
    private final Map<String, AdmittedPolicies> admitted = new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AdmittedPolicies> eldest) {
            return size() > KEPT;
        }
    };
    /** Digest of the proposed policies that were tried in vain, once. */
    private @Nullable String unusable;

    ProvedPolicyCache(ActivatedPolicySource registry, Function<PolicySet, List<PolicyMistake>> invariants) {
        this.registry = registry;
        this.invariants = invariants;
    }

    /**
     * The policies, verified and proved.
     *
     * @throws PolicyErrors if they do not compile here, or an invariant is not proved
     * @throws RegistryException.Unusable if they cannot be verified
     */
    synchronized AdmittedPolicies admit(PolicyActivation named) {
        var known = admitted.get(named.digest());
        if (known != null) {
            return known;
        }
        var read = registry.read(named);
        if (!read.policySet().digest().equals(named.digest())) {
            throw new RegistryException.Unusable("The registry names other policies than those that were read.");
        }
        var mistakes = invariants.apply(read.policySet());
        if (!mistakes.isEmpty()) {
            throw PolicyErrors.rejected(mistakes);
        }
        var next = new AdmittedPolicies(
                new TreeMap<>(), read.files(), read.policySet(), PolicyEngine.of(read.policySet()));
        admitted.put(named.digest(), next);
        return next;
    }

    /** Admits the policies that wait for an approval, if there are any. What fails here fails again once it counts. */
    void prepare() {
        try {
            var proposed = registry.proposed();
            if (proposed != null && !proposed.digest().equals(unusable)) {
                prepare(proposed);
            }
        } catch (RuntimeException unread) {
            LOG.log(Level.DEBUG, "The proposals cannot be read.", unread);
        }
    }

    private void prepare(PolicyActivation proposed) {
        try {
            admit(proposed);
        } catch (RuntimeException | StackOverflowError failed) {
            unusable = proposed.digest();
            LOG.log(
                    Level.WARNING,
                    "The proposed policies {0} could not be read and proved here. If they are activated, this gateway"
                            + " tries again, and forwards no call until it can use them: {1}",
                    proposed.digest(),
                    String.valueOf(failed.getMessage()));
        }
    }
}
