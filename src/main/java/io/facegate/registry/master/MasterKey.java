package io.facegate.registry.master;

/** A key that wraps the registry's data key. The key of a service never leaves the service. */
public interface MasterKey {
    /**
     * Wraps a data key.
     *
     * @throws MasterKeyException if the key's place refuses or does not answer
     */
    Wrapped wrap(byte[] dataKey, WrappingContext binding) throws MasterKeyException;

    /**
     * Opens a wrapped data key.
     *
     * @throws MasterKeyException if the key's place refuses or does not answer, or what is wrapped was altered or is
     *     bound to something else
     */
    byte[] unwrap(byte[] wrapped, WrappingContext binding) throws MasterKeyException;

    /**
     * A wrapped data key.
     *
     * @param master the exact name of the key that wrapped it: an alias or a key's newest version may change
     */
    record Wrapped(String master, byte[] bytes) {}
}
