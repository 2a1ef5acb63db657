package io.facegate.app.server;

import io.facegate.app.policies.ActivatedPoliciesFollower;
import io.facegate.app.policies.BundleFollower;
import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.policies.PolicyBundleSettings;
import io.facegate.app.policies.PolicyFolder;
import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.app.policies.PolicyLooseningGuard;
import io.facegate.app.policies.PolicyReloader;
import io.facegate.app.policies.PolicyRemovalGuard;
import io.facegate.app.policies.PolicySource;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
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

/**
 * Opens the policies of a gateway: those that its registry has activated, or else those of a folder or signed bundles.
 * The folder is read before anything is opened; where there may be a registry, its mistakes count only if the registry
 * has activated none.
 */
final class PolicyOpening {
    private final GatewaySettings setup;
    private final Function<PolicySet, List<PolicyMistake>> invariants;
    private final PolicyFolder folder;
    private final @Nullable AdmittedPolicies first;

    /** @throws PolicyErrors with every mistake in the folder */
    PolicyOpening(GatewaySettings setup) {
        this.setup = setup;
        this.invariants = setup.prove() ? PolicyActivationCheck::check : any -> List.of();
        this.folder = new PolicyFolder(setup.policies(), invariants);
        this.first = setup.bundle() == null ? readFolder() : null;
    }

    private @Nullable AdmittedPolicies readFolder() {
        try {
            return folder.load();
        } catch (PolicyErrors wrong) {
            if (setup.registry().mayExist()) {
                return null;
            }
            throw wrong;
        }
    }

    /** What the policies in force of a running gateway are recorded in, and told by. */
    record Recording(Consumer<Administrative> acts, InstantSource clock, Supplier<LedgerClock> time) {}

    /** The latest time that the check of the machine's clock accepts, whatever the machine says. */
    static Supplier<Instant> latest(Supplier<LedgerClock> time) {
        return () -> time.get().read().expected().plus(LedgerClock.AHEAD);
    }

    /**
     * Puts the first policies in force.
     *
     * @param registry the policies that the registry names
     */
    PolicySource open(Recording recording, RegistryPolicies registry) throws IOException {
        var named = registry.named();
        if (named == null) {
            return ActivatedPoliciesFollower.beside(openOwn(recording, registry), registry, invariants);
        }
        if (setup.bundle() != null) {
            throw new PolicyErrors(List.of(new PolicyMistake(
                    "registry",
                    0,
                    0,
                    "names the policies that all its gateways decide by (policy propose), so this one takes none from"
                            + " bundles; start it without --policy-bundle")));
        }
        if (setup.readOnly() && !archive().contains(named.digest())) {
            return openOwn(recording, registry);
        }
        return ActivatedPoliciesFollower.start(
                named,
                registry,
                invariants,
                engine -> new PoliciesInForce(engine, archive(), last(), recording.acts()));
    }

    private PolicySource openOwn(Recording recording, RegistryPolicies registry) throws IOException {
        var bundle = setup.bundle();
        return bundle == null
                ? PolicyReloader.start(
                        folder, first == null ? folder.load() : first, approval(registry), last(), recording.acts())
                : openBundle(bundle, recording);
    }

    /** Its moment is told by the ledger's time too. */
    private PolicySource openBundle(PolicyBundleSettings bundle, Recording recording) throws IOException {
        var gateway = new BundleFollower.Recipient(
                setup.ledger(), recording.clock(), latest(recording.time()), setup.readOnly());
        return BundleFollower.start(bundle, gateway, invariants, recording.acts());
    }

    private PolicyArchive archive() {
        return PolicyArchive.ofFolder(setup.data());
    }

    private PolicyLooseningGuard approval(RegistryPolicies registry) {
        return setup.readOnly()
                ? PolicyLooseningGuard.uncompared(setup.ledger(), archive())
                : new PolicyLooseningGuard(setup.ledger(), archive(), registry::approvals);
    }

    private PolicyRemovalGuard last() {
        return setup.readOnly()
                ? PolicyRemovalGuard.uncompared(setup.ledger(), archive())
                : new PolicyRemovalGuard(setup.ledger(), archive(), setup.allowedRemovals());
    }
}
