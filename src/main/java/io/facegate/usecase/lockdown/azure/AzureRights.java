package io.facegate.usecase.lockdown.azure;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Assignment;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Deny;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the assignments of a principal let it do at a resource, after what deny assignments take away. */
final class AzureRights {
    private final AzureSubscription subscription;
    private final Set<String> gatewayGroups;

    /** @param gatewayGroups the ids of the gateway's principals, in lower case */
    AzureRights(AzureSubscription subscription, Set<String> gatewayGroups) {
        this.subscription = subscription;
        this.gatewayGroups = gatewayGroups;
    }

    /** An action that an assignment grants. */
    record Granted(String action, Assignment assignment) {}

    /** True if it has that action at the resource. */
    @Nullable
    Granted find(List<Assignment> assignments, String action, String resource) {
        return find(assignments, WildcardSet.only(action.toLowerCase(Locale.ROOT)), false, resource);
    }

    /** An action of those that are meant, or null. */
    @Nullable
    Granted find(List<Assignment> assignments, WildcardSet wanted, boolean isData, String resource) {
        for (var assignment : assignments) {
            if (subscription.scopes().covers(assignment.scope(), resource)) {
                var found = assignment.role().grants(wanted, isData, limits(assignment, isData, resource));
                if (found != null) {
                    return new Granted(found, assignment);
                }
            }
        }
        return null;
    }

    private List<List<WildcardSet>> limits(Assignment assignment, boolean isData, String resource) {
        var limits = new ArrayList<List<WildcardSet>>();
        for (var deny : subscription.denies()) {
            if (isAt(deny, resource) && deny.binds(assignment.holder(), gatewayGroups)) {
                deny.permissions().forEach(permission -> limits.add(permission.others(isData)));
            }
        }
        return limits;
    }

    private boolean isAt(Deny deny, String resource) {
        return deny.isOfChildren()
                ? subscription.scopes().covers(deny.scope(), resource)
                : AzureScopeHierarchy.lower(deny.scope()).equals(AzureScopeHierarchy.lower(resource));
    }

    /** A role that the assignment's condition lets its holder assign, of those that lead to faces; or null. */
    @Nullable
    AzureRole assignable(Granted granted, List<AzureRole> leading) {
        var condition = granted.assignment().condition();
        if (condition == null || condition.isBlank()) {
            return leading.getFirst();
        }
        for (var role : leading) {
            if (AzureCondition.allows(condition, granted.action(), role.id()) != ConditionResult.NO) {
                return role;
            }
        }
        for (var id : AzureCondition.roles(condition)) {
            if (!subscription.roles().containsKey(id)
                    && !WellKnownRoles.isHarmless(id)
                    && AzureCondition.allows(condition, granted.action(), id) != ConditionResult.NO) {
                return AzureRole.unknown(id);
            }
        }
        return null;
    }
}
