package io.facegate.identity;

import java.util.List;
import java.util.Optional;

/** Lookup of keys, organisations and evidence; answers from memory. */
public interface IdentityDirectory {
    /**
     * Returns the key with this id; empty if unknown or revoked.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the data may be out of date
     */
    Optional<CallerKey> key(String id);

    /**
     * Returns the key that is the client certificate with this SHA-256; empty if unknown, revoked, or of two keys.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the data may be out of date
     */
    default Optional<CallerKey> certificate(String fingerprint) {
        return Optional.empty();
    }

    /**
     * Returns the organisation with this id, suspended or not.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the data may be out of date
     */
    Optional<Organisation> organisation(String id);

    /**
     * Returns the evidence entry with this id, of any owner and validity; empty if unknown or revoked.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the data may be out of date
     */
    Optional<Evidence> evidence(String id);

    /**
     * Returns the unrevoked entries of this organisation and case, of any validity.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the data may be out of date
     */
    List<Evidence> evidence(String organisation, String matter);
}
