package io.facegate.console.mine;

import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.MemberAppeals;
import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.facegate.usecase.registry.RegistryAccess;

/** What the page of a calling organisation works with: a running gateway's registry and records, and what it may do. */
public record MineServices(
        GatewayRegistry registry, AuditedRecords records, OrganisationProfiles organisations, MemberAppeals appeals) {
    /** Why a member's changes are made, in their records. */
    private static final String REASON = "At the console, by the organisation itself.";

    /** The registry, for reading. */
    RegistryAccess access(String person) {
        return registry.forPerson(person, null);
    }

    /** The keys, as that person changes them. */
    OrganisationKeys changing(String person) {
        return new OrganisationKeys(registry.forPerson(person, REASON));
    }
}
