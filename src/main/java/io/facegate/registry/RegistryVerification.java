package io.facegate.registry;

import java.util.Set;

/**
 * Result of a verification of the registry.
 *
 * @param altered rows that do not verify
 * @param current whether the root is the one known to the ledger
 */
public record RegistryVerification(String root, Set<String> altered, boolean current) {
    /** True if every row verifies, and the ledger knows their root. */
    public boolean isIntact() {
        return current && altered.isEmpty();
    }
}
