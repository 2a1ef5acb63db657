package io.facegate.app.policies;

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
final class FirstBundle {
    private final BundleDelivery delivery;
    private final List<VerifiedBundle> candidates = new ArrayList<>();
    private final List<PolicyMistake> mistakes = new ArrayList<>();
    private byte @Nullable [] fetched;
    private @Nullable String fetchProblem;

    FirstBundle(BundleDelivery delivery) {
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
        add("the kept bundle that waited", delivery.kept().waiting());
        add("the kept bundle", delivery.kept().inForce());
        candidates.sort(
                Comparator.comparingLong((VerifiedBundle one) -> one.manifest().serial())
                        .reversed());
        var recorded = delivery.recorded().get();
        var before = delivery.baseline(recorded);
        var now = delivery.admission().clock().instant();
        for (var candidate : candidates) {
            var problem = recorded.findProblem(candidate.bundle());
            if (problem != null) {
                addMistake(candidate, problem);
            } else if (!candidate.manifest().isDue(now)) {
                addMistake(candidate, "it comes into force later");
            } else {
                try {
                    return delivery.admission().admit(candidate, before);
                } catch (PolicyErrors wrong) {
                    mistakes.addAll(wrong.mistakes());
                }
            }
        }
        addMistake("no bundle of policies may come into force here, so the gateway does not start");
        throw new PolicyErrors(mistakes);
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

    private void add(String what, byte @Nullable [] bytes) {
        if (bytes != null) {
            try {
                candidates.add(delivery.admission().verify(bytes));
            } catch (VerificationException wrong) {
                addMistake(what + ": " + wrong.reason());
            }
        }
    }

    private void addMistake(VerifiedBundle candidate, String why) {
        addMistake("bundle " + candidate.manifest().serial() + ": " + why);
    }

    private void addMistake(String message) {
        mistakes.add(new PolicyMistake("--policy-bundle", 0, 0, message));
    }
}
