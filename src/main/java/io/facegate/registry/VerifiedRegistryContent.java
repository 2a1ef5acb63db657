package io.facegate.registry;

import io.facegate.call.Fault;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verified content of the registry at one moment.
 *
 * @param root over all rows
 * @param altered rows that do not verify: such organisations are suspended, other rows are missing from the snapshot
 * @param consoleKey derived from the registry's key; null before anything was loaded
 */
public record VerifiedRegistryContent(
        RegistrySnapshot snapshot, String root, Set<String> altered, byte @Nullable [] consoleKey) {
    static final VerifiedRegistryContent NONE = new VerifiedRegistryContent(RegistrySnapshot.NONE, "", Set.of(), null);

    RegistryDatabase.Checked checked() {
        return new RegistryDatabase.Checked(root, altered);
    }

    byte[] requireConsoleKey() {
        if (consoleKey == null) {
            throw new Fault.RegistryDown("The gateway could not verify its registry yet.");
        }
        return consoleKey.clone();
    }
}
