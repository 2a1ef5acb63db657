package io.facegate.app.server;

import io.facegate.app.policies.BundleFollower;
import io.facegate.app.policies.LastPolicySet;
import io.facegate.app.policies.PolicyFolder;
import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.app.policies.PolicyReloader;
import io.facegate.app.policies.PolicySource;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.PolicyActivationCheck;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the policies of a gateway: those of a folder, which is read before anything is opened, or signed bundles. */
final class PolicyOpening {
    private final GatewaySettings setup;
    private final Function<PolicySet, List<PolicyMistake>> invariants;
    private final PolicyFolder folder;
    private final @Nullable AdmittedPolicies first;

    /** @throws io.facegate.policy.language.PolicyErrors with every mistake in the folder */
    PolicyOpening(GatewaySettings setup) {
        this.setup = setup;
        this.invariants = setup.prove() ? PolicyActivationCheck::check : any -> List.of();
        this.folder = new PolicyFolder(setup.policies(), invariants);
        this.first = setup.bundle() == null ? folder.load() : null;
    }

    /** The latest time that the check of the machine's clock accepts, whatever the machine says. */
    static Supplier<Instant> latest(Supplier<LedgerClock> time) {
        return () -> time.get().read().expected().plus(LedgerClock.AHEAD);
    }

    /**
     * Puts the first policies in force.
     *
     * @param time tells the time of the ledger, which a signed bundle waits for too
     */
    PolicySource open(Consumer<Administrative> acts, InstantSource clock, Supplier<LedgerClock> time)
            throws IOException {
        var bundle = setup.bundle();
        if (bundle != null) {
            var gateway = new BundleFollower.Recipient(setup.ledger(), clock, latest(time), setup.readOnly());
            return BundleFollower.start(bundle, gateway, invariants, acts);
        }
        var archive = PolicyArchive.ofFolder(setup.data());
        var last = setup.readOnly()
                ? LastPolicySet.uncompared(setup.ledger(), archive)
                : new LastPolicySet(setup.ledger(), archive, setup.allowedRemovals());
        return PolicyReloader.start(folder, first == null ? folder.load() : first, archive, last, acts);
    }
}
