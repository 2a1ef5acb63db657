package io.facegate.app.server;

import io.facegate.app.limits.RegistryQuotaSupplier;
import io.facegate.registry.RegisteredQuotas;
import io.facegate.registry.Registry;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of the registry that a running gateway follows.
 *
 * @param isShared whether several gateways can share that registry
 */
record FollowedQuotas(Registry registry, boolean isShared) implements RegistryQuotaSupplier {
    @Override
    public @Nullable RegisteredQuotas quotas() {
        return registry.lastVerified().quotas();
    }
}
