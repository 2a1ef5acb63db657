package io.facegate.app.policies;

import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.app.policies.RecordedPolicies.Baseline;
import io.facegate.ledger.PolicyDelivery;
import io.facegate.usecase.delivery.BundleManifest;
import io.facegate.usecase.delivery.VerifiedBundle;
import java.util.List;

/**
 * A bundle whose policies may come into force.
 *
 * @param comparedWith digests of the policies that it was compared with
 */
record AdmittedBundle(VerifiedBundle verified, AdmittedPolicies policies, List<String> comparedWith) {
    AdmittedBundle {
        comparedWith = List.copyOf(comparedWith);
    }

    BundleManifest manifest() {
        return verified.manifest();
    }

    String id() {
        return verified.bundle().id();
    }

    /** Its policies, to compare others with. */
    Baseline baseline() {
        return new Baseline(manifest().policies(), policies.policySet());
    }

    /** True if it was compared with all of these, but for policies that are its own. */
    boolean wasComparedWith(BundleBaseline before) {
        return before.digests().stream()
                .allMatch(digest -> comparedWith.contains(digest)
                        || digest.equals(manifest().policies()));
    }

    /** What its record says. */
    PolicyDelivery delivery() {
        return new PolicyDelivery(
                id(), manifest().serial(), manifest().commit(), manifest().activation(), verified.signerIds());
    }
}
