package io.facegate.integrity;

import org.jspecify.annotations.Nullable;

/**
 * Roots over a registry's rows before and after one change.
 *
 * @param registry kind and id, such as {@code registry:4f1c…}
 * @param before lowercase hex, or null if the registry was not sealed before
 * @param after lowercase hex; equal to before if nothing changed
 * @param version of the head that has the root after the change; 0 if not known
 */
public record RegistryRoots(String registry, @Nullable String before, String after, long version) {
    /** Kind of the registry of organisations, keys and evidence. */
    public static final String REGISTRY = "registry:";

    /** Kind of the list of reviewers. */
    public static final String REVIEWERS = "reviewers:";

    /** Kind of the stores of vendor resources, galleries and held responses; recorded are their inventory heads. */
    public static final String STORES = "stores:";

    /** Root of a registry without rows: SHA-256 of nothing. */
    public static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** Stands for the root of a registry whose key was replaced: no rows lead to it, and none before it counts. */
    public static final String RETIRED = "0".repeat(64);

    /** Roots without the head's version. */
    public RegistryRoots(String registry, @Nullable String before, String after) {
        this(registry, before, after, 0);
    }

    /** An unchanged registry's root and its head's version, for the record. */
    public static RegistryRoots unchanged(String registry, String root, long version) {
        return new RegistryRoots(registry, root, root, version);
    }

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
        return !after.equals(RETIRED) && (root.equals(after) || root.equals(before));
    }
}
