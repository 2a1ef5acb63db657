package io.facegate.app.policies;

import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.ledger.PolicyDelivery;
import io.facegate.usecase.delivery.BundleManifest;
import io.facegate.usecase.delivery.VerifiedBundle;

/**
 * A bundle whose policies may come into force.
 *
 * @param comparedWith digest of the policies that it was compared with
 */
record AdmittedBundle(VerifiedBundle verified, AdmittedPolicies policies, String comparedWith) {
    BundleManifest manifest() {
        return verified.manifest();
    }

    String id() {
        return verified.bundle().id();
    }

    /** What its record says. */
    PolicyDelivery delivery() {
        return new PolicyDelivery(
                id(), manifest().serial(), manifest().commit(), manifest().activation(), verified.signerIds());
    }
}
