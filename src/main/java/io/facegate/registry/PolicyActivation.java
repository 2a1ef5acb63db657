package io.facegate.registry;

import org.jspecify.annotations.Nullable;

/**
 * Policies that the registry tells all gateways to decide by.
 *
 * @param digest of the policies in lowercase hex
 * @param archive SHA-256 of the archive of their files in lowercase hex
 * @param number higher than that of every activation before
 * @param permitsMore half a sentence that says what they permit more than those before; null if nothing
 */
public record PolicyActivation(
        String digest,
        String archive,
        long number,
        @Nullable String permitsMore) {
    /** Stands for a row that does not verify: which policies were activated is not known. */
    static final PolicyActivation UNKNOWN = new PolicyActivation("", "", 0, null);

    /** False if it is not known which policies were activated: then nothing may be decided. */
    public boolean isKnown() {
        return !digest.isEmpty();
    }
}
