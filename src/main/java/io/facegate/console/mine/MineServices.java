package io.facegate.console.mine;

import io.facegate.policy.PolicyEngine;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.RegistryAccess;
import java.util.function.Supplier;

/** What the page of a calling organisation works with: a running gateway's registry, records and policies. */
public record MineServices(GatewayRegistry registry, AuditedRecords records, Supplier<PolicyEngine> policies) {
    /** The registry, for reading. */
    RegistryAccess access(String person) {
        return registry.forPerson(person, null);
    }
}
