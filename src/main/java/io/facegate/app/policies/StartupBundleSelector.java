package io.facegate.app.policies;

import io.facegate.app.policies.RecordedPolicies.Baseline;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.usecase.delivery.VerifiedBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the bundle that is in force when a gateway starts: of the fetched one and those kept in the data folder, the
 * one with the highest number that is due and passes every check. What is kept is verified again.
 */
final class StartupBundleSelector {
    private final BundleDelivery delivery;
    private final List<VerifiedBundle> candidates = new ArrayList<>();
    private final List<PolicyMistake> mistakes = new ArrayList<>();
    private @Nullable VerifiedBundle waiting;
    private @Nullable VerifiedBundle kept;
    private byte @Nullable [] fetched;
    private @Nullable String fetchProblem;

    StartupBundleSelector(BundleDelivery delivery) {
        this.delivery = delivery;
    }

    /** The fetched bundle, unverified; null if none was. */
    byte @Nullable [] fetched() {
        return fetched;
    }

    /** Why nothing was fetched, or null. */
    @Nullable
    String fetchProblem() {
        return fetchProblem;
    }

    /** @throws PolicyErrors if there is no such bundle */
    AdmittedBundle choose() {
        fetch();
        add("the fetched bundle", fetched);
        waiting = add("the kept bundle that waited", delivery.kept().waiting());
        kept = add("the kept bundle", delivery.kept().inForce());
        candidates.sort(
                Comparator.comparingLong((VerifiedBundle one) -> one.manifest().serial())
                        .reversed());
        var recorded = delivery.recorded().get();
        for (var candidate : candidates) {
            var problem = findProblem(candidate, recorded);
            if (problem != null) {
                addMistake(candidate, problem);
            } else {
                try {
                    return delivery.admission().admit(candidate, knownBefore(candidate, recorded));
                } catch (PolicyErrors wrong) {
                    mistakes.addAll(wrong.mistakes());
                }
            }
        }
        addMistake("no bundle of policies may come into force here, so the gateway does not start");
        throw new PolicyErrors(mistakes);
    }

    private @Nullable String findProblem(VerifiedBundle candidate, RecordedPolicies recorded) {
        var problem = recorded.findProblem(candidate.bundle());
        if (problem != null) {
            return problem;
        }
        var last = kept;
        if (last != null && isBehind(candidate, last)) {
            return "the bundle that is kept here has the serial number "
                    + last.manifest().serial();
        }
        return findWait(candidate);
    }

    private static boolean isBehind(VerifiedBundle candidate, VerifiedBundle kept) {
        long number = candidate.manifest().serial();
        long last = kept.manifest().serial();
        boolean same = candidate.bundle().id().equals(kept.bundle().id());
        return number < last || (number == last && !same);
    }

    /** Why its moment has not come, or null. That of the kept bundle came before, so the ledger is not asked again. */
    private @Nullable String findWait(VerifiedBundle candidate) {
        var dueCheck = delivery.admission().dueCheck();
        if (!candidate.manifest().isDue(dueCheck.machine().instant())) {
            return "it comes into force later";
        }
        return candidate.equals(kept) ? null : dueCheck.findDoubt(candidate.manifest());
    }

    /** What is on record, the kept bundle if it is newer than that, and an older bundle that waits. */
    private BundleBaseline knownBefore(VerifiedBundle candidate, RecordedPolicies recorded) {
        var sets = new ArrayList<Baseline>();
        long serial = recorded.serial();
        if (!recorded.digest().isEmpty()) {
            sets.add(delivery.baseline(recorded));
        }
        var last = kept;
        if (last != null && last.manifest().serial() > serial) {
            sets.add(delivery.baseline(last));
            serial = last.manifest().serial();
        }
        if (sets.isEmpty()) {
            sets.add(Baseline.UNKNOWN);
        }
        var next = waiting;
        if (next != null
                && next.manifest().serial() > serial
                && next.manifest().serial() < candidate.manifest().serial()) {
            sets.add(delivery.baseline(next));
            serial = next.manifest().serial();
        }
        return new BundleBaseline(sets, serial);
    }

    private void fetch() {
        var source = delivery.source();
        if (source == null) {
            return;
        }
        try {
            fetched = source.fetch();
        } catch (IOException failed) {
            fetchProblem = String.valueOf(failed.getMessage());
            addMistake(fetchProblem);
        }
    }

    private @Nullable VerifiedBundle add(String what, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            var verified = delivery.admission().verify(bytes);
            candidates.add(verified);
            return verified;
        } catch (VerificationException wrong) {
            addMistake(what + ": " + wrong.reason());
            return null;
        }
    }

    private void addMistake(VerifiedBundle candidate, String why) {
        addMistake("bundle " + candidate.manifest().serial() + ": " + why);
    }

    private void addMistake(String message) {
        mistakes.add(new PolicyMistake("--policy-bundle", 0, 0, message));
    }
}
