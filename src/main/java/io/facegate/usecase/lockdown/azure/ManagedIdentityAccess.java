package io.facegate.usecase.lockdown.azure;

import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.azure.AzureRights.Granted;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Assignment;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Holder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may run something as the gateway's managed identity. Without the list of identities it may be anywhere. */
final class ManagedIdentityAccess {
    private static final String PROVIDER = "/providers/microsoft.managedidentity/userassignedidentities/";
    private static final String ACTIONS = "microsoft.managedidentity/userassignedidentities/";
    private static final String FEDERATE = ACTIONS + "federatedidentitycredentials/write";

    /** Microsoft's own roles write a wildcard for the identity's name before it. */
    private static final WildcardSet ASSIGN = WildcardSet.of(ACTIONS + "assign/action", ACTIONS + "?*/assign/action");

    /** What runs code with an identity that is assigned to it. */
    private static final List<String> RUNNING = List.of(
            "microsoft.compute/virtualmachines/write",
            "microsoft.compute/virtualmachinescalesets/write",
            "microsoft.web/sites/write",
            "microsoft.app/containerapps/write",
            "microsoft.app/jobs/write",
            "microsoft.containerinstance/containergroups/write",
            "microsoft.containerservice/managedclusters/write",
            "microsoft.automation/automationaccounts/write",
            "microsoft.logic/workflows/write",
            "microsoft.resources/deploymentscripts/write",
            "microsoft.datafactory/factories/write",
            "microsoft.machinelearningservices/workspaces/write",
            "microsoft.batch/batchaccounts/write");

    private final AzureSubscription subscription;
    private final AzureRights rights;
    private final AzureDelegations delegations;
    private final List<Holder> own;

    /** @param own the gateway's principals */
    ManagedIdentityAccess(
            AzureSubscription subscription, AzureRights rights, AzureDelegations delegations, List<Holder> own) {
        this.delegations = delegations;
        this.subscription = subscription;
        this.rights = rights;
        this.own = own.stream()
                .filter(holder -> holder.type().equalsIgnoreCase("ServicePrincipal"))
                .toList();
    }

    @Nullable
    Hole find(List<Assignment> assignments) {
        for (var holder : own) {
            for (var identity : places(assignments, holder)) {
                var granted = rights.find(assignments, FEDERATE, identity);
                if (granted != null) {
                    return hole(granted, holder, "It lets tokens of a provider of its own stand for the identity.");
                }
                granted = rights.find(assignments, ASSIGN, false, identity);
                var running = granted == null ? null : running(assignments);
                if (granted != null && running != null) {
                    return hole(
                            granted,
                            holder,
                            "It gives the identity to something that runs its code: "
                                    + running.assignment().label() + " grants " + running.action() + '.');
                }
                var given = delegations.find(
                        assignments, identity, role -> leads(role, assignments), known(running(assignments) != null));
                if (given != null) {
                    return hole(given.granted(), holder, given.step());
                }
            }
        }
        return null;
    }

    private boolean leads(AzureRole role, List<Assignment> assignments) {
        return role.grantsAny(AzureDelegations.ASSIGNING)
                || role.grantsAny(List.of(FEDERATE))
                || (role.grants(ASSIGN, false, List.of()) != null && running(assignments) != null);
    }

    /** Microsoft's own roles that make a principal the identity. */
    private static List<AzureRole> known(boolean runs) {
        var known = WellKnownRoles.both(WellKnownRoles.ASSIGNERS, WellKnownRoles.FEDERATORS);
        return runs ? WellKnownRoles.both(known, List.of(WellKnownRoles.OPERATOR)) : known;
    }

    private static Hole hole(Granted granted, Holder holder, String step) {
        return AzureLockdown.hole(
                granted,
                granted.action(),
                List.of(step, "It then calls face operations as the gateway, " + holder.id() + '.'),
                "Keep the gateway's identity in a resource group of its own, where nobody else has this right.");
    }

    /** Where the identity could be, as far as the scopes of the assignments tell. */
    private Set<String> places(List<Assignment> assignments, Holder holder) {
        var known = subscription.identities();
        if (known != null) {
            var resource = known.get(holder.id());
            return resource == null ? Set.of() : Set.of(AzureScopeHierarchy.lower(resource));
        }
        var name = holder.name().toLowerCase(Locale.ROOT);
        var places = new LinkedHashSet<String>();
        for (var assignment : assignments) {
            var scope = AzureScopeHierarchy.lower(assignment.scope());
            var parts = scope.split("/", -1);
            if (scope.contains(PROVIDER)) {
                if (name.isEmpty() || AzureSubscription.lastPart(scope).equals(name)) {
                    places.add(scope);
                }
            } else if (parts.length == 5) {
                places.add(scope + PROVIDER + name);
            } else if (parts.length == 3) {
                places.add(scope + "/resourcegroups/any" + PROVIDER + name);
            } else if (subscription.scopes().isAboveSubscriptions(scope)) {
                places.add("/subscriptions/any/resourcegroups/any" + PROVIDER + name);
            }
        }
        return places;
    }

    private @Nullable Granted running(List<Assignment> assignments) {
        for (var assignment : assignments) {
            for (var action : RUNNING) {
                var granted = rights.find(List.of(assignment), action, assignment.scope());
                if (granted != null) {
                    return granted;
                }
            }
            var given = delegations.find(
                    assignments,
                    assignment.scope(),
                    role -> role.grantsAny(AzureDelegations.ASSIGNING) || role.grantsAny(RUNNING),
                    WellKnownRoles.both(WellKnownRoles.ASSIGNERS, WellKnownRoles.RUNNERS));
            if (given != null) {
                return given.granted();
            }
        }
        return null;
    }
}
