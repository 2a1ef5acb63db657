package io.facegate.app.limits;

import io.facegate.registry.RegisteredQuotas;
import org.jspecify.annotations.Nullable;

/** The quotas of a registry, as a gateway follows them. */
@FunctionalInterface
public interface RegistryQuotaSupplier {
    /** The quotas, as last verified; null if it has none. */
    @Nullable
    RegisteredQuotas quotas();

    /** True if several gateways can share it. */
    default boolean isShared() {
        return false;
    }
}
