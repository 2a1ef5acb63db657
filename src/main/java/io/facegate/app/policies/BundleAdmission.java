package io.facegate.app.policies;

import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.app.policies.RecordedPolicies.Baseline;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.change.PolicyLoosening;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import io.facegate.usecase.delivery.BundleSigners;
import io.facegate.usecase.delivery.VerifiedBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks on a bundle before its policies may come into force: its signatures, its policies, its invariants, and more
 * signatures if it permits more than the policies before it.
 *
 * @param invariants finds the invariants that are not proved
 * @param dueCheck tells when a bundle is due
 * @param compares false if any bundle that verifies is admitted, for a gateway that decides nothing
 */
record BundleAdmission(
        BundleSigners signers,
        Function<PolicySet, List<PolicyMistake>> invariants,
        BundleDueCheck dueCheck,
        boolean compares) {
    /** How far a number may be above the one before it. A larger step, up to the last number of all, needs more signers. */
    private static final long LARGEST_STEP = 1_000;

    VerifiedBundle verify(byte[] bytes) throws VerificationException {
        return VerifiedBundle.open(bytes, signers);
    }

    /** @throws PolicyErrors with every reason why its policies may not come into force */
    AdmittedBundle admit(VerifiedBundle next, BundleBaseline before) {
        var policySet = PolicyReader.read(next.files(), ReadingOptions.SERVED);
        if (!policySet.digest().equals(next.manifest().policies())) {
            throw toErrors("holds other policies than its manifest names");
        }
        var mistakes = new ArrayList<>(invariants.apply(policySet));
        var more = mistakes.isEmpty() ? findUnapproved(next, policySet, before) : null;
        if (more != null) {
            throw toErrors(more + ". " + signers.thresholdToPermitMore() + " signers must approve that, and "
                    + next.signers().size() + " did");
        }
        if (!mistakes.isEmpty()) {
            throw PolicyErrors.rejected(mistakes);
        }
        var admitted = new AdmittedPolicies(new TreeMap<>(), next.files(), policySet, PolicyEngine.of(policySet));
        return new AdmittedBundle(next, admitted, before.digests());
    }

    /** What it does without enough signatures for that; null if it may come into force. */
    private @Nullable String findUnapproved(VerifiedBundle next, PolicySet policySet, BundleBaseline before) {
        if (!compares || next.signers().size() >= signers.thresholdToPermitMore()) {
            return null;
        }
        long serial = next.manifest().serial();
        if (serial - before.serial() > LARGEST_STEP) {
            return "its serial number " + serial + " is more than " + LARGEST_STEP + " above " + before.serial()
                    + ", the one before it";
        }
        for (var one : before.sets()) {
            var more = findGrowth(policySet, one);
            if (more != null) {
                return more;
            }
        }
        return null;
    }

    private @Nullable String findGrowth(PolicySet policySet, Baseline before) {
        if (policySet.digest().equals(before.digest())) {
            return null;
        }
        var known = before.policySet();
        if (known == null) {
            return "it cannot be compared with the policies before it, which are not known here";
        }
        return PolicyLoosening.find(
                known,
                policySet,
                AnalysisLimits.besideOtherWork(dueCheck.machine().instant()));
    }

    private static PolicyErrors toErrors(String message) {
        return PolicyErrors.rejected(List.of(new PolicyMistake("bundle", 0, 0, message)));
    }
}
