package io.facegate.usecase.registry;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.ActingPerson;
import org.jspecify.annotations.Nullable;

/** The registry of a running gateway, whose changes are recorded by the gateway's own ledger. */
public record GatewayRegistry(RegistryAddress registry, LedgerAddress records, Ledger ledger) {
    /**
     * The registry as a person uses it.
     *
     * @param reason of a change, or null for reading
     */
    public RegistryAccess forPerson(String person, @Nullable String reason) {
        return new RegistryAccess(registry, records, ledger, new ActingPerson(person, reason));
    }
}
