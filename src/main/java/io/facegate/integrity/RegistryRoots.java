package io.facegate.integrity;

import org.jspecify.annotations.Nullable;

/**
 * Roots over a registry's rows before and after one change.
 *
 * @param registry kind and id, such as {@code registry:4f1c…}
 * @param before lowercase hex, or null if the registry was not sealed before
 * @param after lowercase hex; equal to before if nothing changed
 */
public record RegistryRoots(String registry, @Nullable String before, String after) {
    /** Kind of the registry of organisations, keys and evidence. */
    public static final String REGISTRY = "registry:";

    /** Kind of the list of reviewers. */
    public static final String REVIEWERS = "reviewers:";

    /** Kind of the stores of vendor resources, galleries and held responses; recorded are their inventory heads. */
    public static final String STORES = "stores:";

    /** An unchanged registry's root, for the record. */
    public static RegistryRoots unchanged(String registry, String root) {
        return new RegistryRoots(registry, root, root);
    }

    /** The registry's kind without its id. */
    public static String kind(String registry) {
        return registry.substring(0, registry.indexOf(':') + 1);
    }

    /** True if that root is the one before or after this change. */
    public boolean isBeforeOrAfter(String root) {
        return root.equals(after) || root.equals(before);
    }
}
