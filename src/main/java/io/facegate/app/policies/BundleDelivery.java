package io.facegate.app.policies;

import io.facegate.app.policies.RecordedPolicies.Baseline;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes part in the delivery of bundles to one gateway.
 *
 * @param source where they are delivered; null for a gateway that only keeps the bundle it has
 * @param recorded reads the policies that some gateway put in force last
 */
record BundleDelivery(
        @Nullable BundleSource source,
        BundleAdmission admission,
        KeptBundles kept,
        PolicyArchive archive,
        Supplier<RecordedPolicies> recorded) {
    /** The recorded policies, to compare the first bundle with. */
    Baseline baseline(RecordedPolicies last) {
        try {
            return new Baseline(last.digest(), archive.contains(last.digest()) ? archive.read(last.digest()) : null);
        } catch (PolicyErrors altered) {
            return new Baseline(last.digest(), null);
        }
    }
}
