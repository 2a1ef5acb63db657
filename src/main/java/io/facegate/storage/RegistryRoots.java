package io.facegate.storage;

import org.jspecify.annotations.Nullable;

/**
 * What one change made of a registry: the root over its rows before and after.
 *
 * @param registry its kind and its id, such as {@code registry:4f1c…}
 * @param before lowercase hex, or null where the registry was not sealed before
 * @param after lowercase hex; the same as before where nothing was changed
 */
public record RegistryRoots(String registry, @Nullable String before, String after) {
    /** The kind of the registry of organisations, keys and evidence. */
    public static final String REGISTRY = "registry:";

    /** The kind of the list of reviewers. */
    public static final String REVIEWERS = "reviewers:";

    /** The kind of the stores of handles, galleries and held answers: on record are the heads of their lists. */
    public static final String STORES = "stores:";

    /** The state of a registry that is put on record as it is. */
    public static RegistryRoots of(String registry, String root) {
        return new RegistryRoots(registry, root, root);
    }

    /** What kind of registry it is, without its id. */
    public static String kind(String registry) {
        return registry.substring(0, registry.indexOf(':') + 1);
    }

    /** Whether a registry with that root is in the state before or after this change. */
    public boolean eitherSide(String root) {
        return root.equals(after) || root.equals(before);
    }
}
