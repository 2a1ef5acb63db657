package io.facegate.app.server;

import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.ObligationBinding;
import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.CountingAuthentication;
import io.facegate.gateway.appeals.AppealService;
import io.facegate.gateway.permissions.ConfiguredProviders;
import io.facegate.gateway.permissions.PermissionService;
import io.facegate.gateway.permissions.PermissionService.RegisteredFacts;
import io.facegate.http.RequestIntake;
import io.facegate.http.caller.AppealHandler;
import io.facegate.http.caller.PermissionsHandler;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.registry.Registry;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.MemberAppeals;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The request intakes of what a caller asks about itself. */
@Singleton
class CallerIntakes {
    private final @Nullable OrganisationEntitlements registered;
    private final @Nullable MemberAppeals memberAppeals;
    private final RequestIntake permissions;
    private final RequestIntake appeals;

    @Inject
    CallerIntakes(
            GatewayContext context,
            Ledger ledger,
            RecordSearch records,
            RequestIntake.Shared shared,
            ProviderRouting routing) {
        var registry = context.registry();
        var identity = new CountingAuthentication(
                new Authenticator(registry, context.issuers(), GatewayContext.SIGNED_SERVICE), ledger);
        var policies = context.policies().current();
        var clock = new ClockCheck(ledger, policies, context.log()::witnessTimes);
        var mayDo = new PermissionService(
                identity,
                policies,
                clock,
                new RegistryFacts(registry),
                configured(context.setup().providers(), routing));
        var filing = new AppealService(
                identity, ledger, records, context.setup().ledger().salts());
        this.registered = new OrganisationEntitlements(registry, mayDo, context.quotas());
        this.permissions = new RequestIntake(
                new PermissionsHandler(mayDo, context.quotas().limiter(), context.hasDecisionPoint()),
                shared,
                InstantSource.system());
        this.memberAppeals = new GatewayMemberAppeals(filing, InstantSource.system());
        this.appeals = new RequestIntake(new AppealHandler(filing), shared, InstantSource.system());
    }

    private static ConfiguredProviders configured(ProviderSelection providers, ProviderRouting routing) {
        return new ConfiguredProviders(
                providers.names(),
                providers.rules() != null,
                providers.accounts() != null,
                routing.accounts()::soleAccount,
                bindings());
    }

    private static Map<String, ObligationBinding> bindings() {
        var bindings = new HashMap<String, ObligationBinding>();
        bindings.put(CrossVendorRoute.NEUTRAL, new NeutralWire().terms());
        RegisteredVendors.withoutOptions().stream()
                .flatMap(vendor -> vendor.wires().stream())
                .map(registration -> registration.wire().get().terms())
                .forEach(terms -> {
                    if (terms instanceof CatalogueObligationBinding binding) {
                        bindings.put(binding.api().word(), binding);
                    }
                });
        return bindings;
    }

    /** For tests of routes. */
    CallerIntakes(RequestIntake permissions, RequestIntake appeals) {
        this.registered = null;
        this.memberAppeals = null;
        this.permissions = permissions;
        this.appeals = appeals;
    }

    /** What registered organisations may do, for those who read the registry. */
    OrganisationEntitlements registered() {
        return Objects.requireNonNull(registered);
    }

    /** Appeals of the people of organisations. */
    MemberAppeals memberAppeals() {
        return Objects.requireNonNull(memberAppeals);
    }

    RequestIntake permissions() {
        return permissions;
    }

    RequestIntake appeals() {
        return appeals;
    }

    /** The registry's facts about a caller. */
    private record RegistryFacts(Registry registry) implements RegisteredFacts {
        @Override
        public List<StopEntry> stops() {
            return registry.requireSnapshot().stops();
        }

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

        @Override
        public List<ExemptionGrant> exemptions(String organisation) {
            return registry.exemptions(organisation);
        }
    }
}
