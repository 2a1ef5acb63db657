package io.facegate.app.server;

import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.CountingAuthentication;
import io.facegate.gateway.appeals.AppealService;
import io.facegate.gateway.permissions.PermissionService;
import io.facegate.gateway.permissions.PermissionService.ConfiguredProviders;
import io.facegate.gateway.permissions.PermissionService.RegisteredFacts;
import io.facegate.http.caller.AppealHandler;
import io.facegate.http.caller.PermissionsHandler;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.registry.Registry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handlers of what a caller asks about itself. */
@Singleton
class CallerHandlers {
    private final PermissionsHandler permissions;
    private final AppealHandler appeals;

    @Inject
    CallerHandlers(GatewayContext context, Ledger ledger, RecordSearch records) {
        var registry = context.registry();
        var identity = new CountingAuthentication(
                new Authenticator(registry, context.issuers(), GatewayContext.SIGNED_SERVICE), ledger);
        var policies = context.policies().current();
        var clock = new ClockCheck(ledger, policies, context.log()::witnessTimes);
        var providers = context.setup().providers();
        this.permissions = new PermissionsHandler(
                new PermissionService(
                        identity,
                        policies,
                        clock,
                        new RegistryFacts(registry),
                        new ConfiguredProviders(providers.names(), providers.rules() != null)),
                context.hasDecisionPoint());
        this.appeals = new AppealHandler(
                new AppealService(identity, ledger, records, context.setup().data()));
    }

    PermissionsHandler permissions() {
        return permissions;
    }

    AppealHandler appeals() {
        return appeals;
    }

    /** The registry's facts about a caller. */
    private record RegistryFacts(Registry registry) implements RegisteredFacts {
        @Override
        public @Nullable Instant keyExpires(Caller caller) {
            return caller.method().equals("jwt")
                    ? null
                    : registry.key(caller.key()).map(CallerKey::expires).orElse(null);
        }

        @Override
        public List<Evidence> evidence(String organisation) {
            return registry.requireSnapshot().evidence().values().stream()
                    .filter(entry -> entry.organisation().equals(organisation))
                    .toList();
        }
    }
}
