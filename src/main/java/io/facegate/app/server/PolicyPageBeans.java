package io.facegate.app.server;

import io.facegate.registry.Registry;
import io.facegate.usecase.policy.CallTrials;
import io.facegate.usecase.policy.PolicyAnalyses;
import io.facegate.usecase.policy.PolicyLibrary;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.vendor.client.ProviderRouting;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Beans of the console's pages about policies. */
@Singleton
class PolicyPageBeans {
    @Produces
    @Singleton
    PolicyLibrary library(GatewayContext gatewayContext) {
        var setup = gatewayContext.setup();
        var library = new PolicyLibrary(gatewayContext.policies(), setup.data(), setup.policies(), setup.prove());
        var registry = RegistryAccess.ofGateway(setup.registry(), setup.ledger(), gatewayContext.ledger());
        return setup.readOnly() ? library : library.withProposed(new ActivatedPolicies(registry)::find);
    }

    @Produces
    @Singleton
    PolicyAnalyses analyses(PolicyLibrary library) {
        return new PolicyAnalyses(library, InstantSource.system());
    }

    void close(@Disposes PolicyAnalyses analyses) {
        analyses.close();
    }

    @Produces
    @Singleton
    CallTrials trials(PolicyLibrary library, Registry registry, ProviderRouting routing) {
        return new CallTrials(library, registry, registry::organisations, routing::accountOf);
    }
}
