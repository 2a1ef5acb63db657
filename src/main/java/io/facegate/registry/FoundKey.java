package io.facegate.registry;

/**
 * A key that was found.
 *
 * @param secret whether what was given is its secret, not only its id
 */
public record FoundKey(KeyEntry entry, boolean secret) {}
