package io.facegate.console.mine;

import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.facegate.usecase.registry.RegistryAccess;

/** What the page of a calling organisation works with: a running gateway's registry and records, and what it may do. */
public record MineServices(GatewayRegistry registry, AuditedRecords records, OrganisationProfiles organisations) {
    /** The registry, for reading. */
    RegistryAccess access(String person) {
        return registry.forPerson(person, null);
    }
}
