package io.facegate.app.server;

import io.facegate.app.policies.ActivatedPoliciesFollower.ActivatedPolicySource;
import io.facegate.ledger.Ledger;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.registry.Approvals;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.Registry;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.ActivatedPolicies.Verified;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The policies that a running gateway's registry names. A gateway that only reads takes their files from its folder. */
final class RegistryPolicies implements ActivatedPolicySource {
    private final GatewaySettings setup;
    private final Registry registry;
    private final Ledger ledger;
    private final Supplier<Optional<PolicyActivation>> waiting;
    private String searched = "";
    private @Nullable PolicyActivation proposed;

    /** @param waiting the newest policies that wait for approval */
    RegistryPolicies(
            GatewaySettings setup, Registry registry, Ledger ledger, Supplier<Optional<PolicyActivation>> waiting) {
        this.setup = setup;
        this.registry = registry;
        this.ledger = ledger;
        this.waiting = waiting;
    }

    /** The policies of a gateway, whose registry also has the proposals. */
    static RegistryPolicies of(GatewaySettings setup, Registry registry, Ledger ledger) {
        return new RegistryPolicies(
                setup,
                registry,
                ledger,
                () -> new Proposals(RegistryAccess.ofGateway(setup.registry(), setup.ledger(), ledger))
                        .newestPolicies());
    }

    @Override
    public @Nullable PolicyActivation named() {
        return registry.lastVerified().policies();
    }

    /**
     * How many people it takes to permit more.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the registry cannot be read or verified now
     */
    Approvals approvals() {
        return registry.requireSnapshot().approvalStatus().approvals();
    }

    @Override
    public boolean isSharedRegistry() {
        return setup.registry().isShared();
    }

    @Override
    public boolean decide() {
        return !setup.readOnly();
    }

    @Override
    public Verified read(PolicyActivation named) {
        if (setup.readOnly()) {
            var kept = PolicyArchive.ofFolder(setup.data()).read(named.digest());
            return new Verified(
                    kept, PolicyFiles.read(setup.data().resolve("policies").resolve(named.digest())));
        }
        return new ActivatedPolicies(access()).read(named);
    }

    private RegistryAccess access() {
        return RegistryAccess.ofGateway(setup.registry(), setup.ledger(), ledger);
    }

    /** Proposals are read once after each change of the registry, also if they cannot be read. */
    @Override
    public synchronized @Nullable PolicyActivation proposed() {
        var current = registry.lastVerifiedRoot();
        if (!current.equals(searched)) {
            searched = current;
            proposed = null;
            proposed = waiting.get().orElse(null);
        }
        return proposed;
    }
}
