package io.facegate.app.policies;

import io.facegate.app.policies.RecordedPolicies.Baseline;
import java.util.List;

/**
 * What a new bundle is compared with before it may come into force.
 *
 * @param sets the policies that it permits no more than, unless more signers approve
 * @param serial the highest number of a bundle before it
 */
record BundleBaseline(List<Baseline> sets, long serial) {
    BundleBaseline {
        sets = List.copyOf(sets);
    }

    List<String> digests() {
        return sets.stream().map(Baseline::digest).toList();
    }
}
