package io.facegate.console.mine;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.registry.RegistryAccess;
import java.util.function.Supplier;

/** What the page of a calling organisation works with: a running gateway's registry, records and policies. */
public record MineServices(
        RegistryAddress registry,
        LedgerAddress address,
        Ledger ledger,
        AuditedRecords records,
        Supplier<PolicyEngine> policies) {
    /** The registry, for reading. */
    RegistryAccess access(String person) {
        return new RegistryAccess(registry, address, ledger, new ActingPerson(person, null));
    }
}
