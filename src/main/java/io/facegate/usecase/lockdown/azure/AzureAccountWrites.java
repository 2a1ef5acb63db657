package io.facegate.usecase.lockdown.azure;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.azure.AzureDelegations.Given;
import io.facegate.usecase.lockdown.azure.AzureRights.Granted;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Assignment;
import io.facegate.usecase.lockdown.azure.AzureSubscription.FaceAccount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who may change an account so that keys open it, or make an account of his own. */
final class AzureAccountWrites {
    private static final String WRITE = AzureLockdown.PROVIDER + "write";
    private static final String OWN = "facegate-check-new";

    /** Values of disableLocalAuth with which keys open an account: they do where nothing is said. */
    private static final List<String> KEYS_ON = List.of("false", AzurePolicyAssignment.ABSENT);

    private static final List<String> ANY = List.of("true", "false", AzurePolicyAssignment.ABSENT);

    /** What takes a policy away. */
    private static final List<String> LIFTING = List.of(
            "microsoft.authorization/policyassignments/delete",
            "microsoft.authorization/policyassignments/write",
            "microsoft.authorization/policyexemptions/write");

    /** What changes a policy where it is defined. */
    private static final List<String> REDEFINING = List.of(
            "microsoft.authorization/policydefinitions/write", "microsoft.authorization/policysetdefinitions/write");

    private final AzureSubscription subscription;
    private final AzureRights rights;
    private final AzureDelegations delegations;
    private final Set<String> names = new TreeSet<>();

    AzureAccountWrites(AzureSubscription subscription, AzureRights rights, AzureDelegations delegations) {
        this.delegations = delegations;
        this.subscription = subscription;
        this.rights = rights;
        names.add(OWN);
        subscription.policies().forEach(policy -> names.addAll(policy.names()));
    }

    @Nullable
    Hole find(List<Assignment> assignments) {
        for (var account : subscription.accounts()) {
            var write = rights.find(assignments, WRITE, account.id());
            var key = key(assignments, account.id());
            if (write != null
                    && key != null
                    && isLetThrough(assignments, account.id(), Set.of(account.name()), KEYS_ON)) {
                var path = List.of(
                        "It sets disableLocalAuth of " + account.id() + " to false, which no policy surely denies.",
                        key.assignment().label() + " grants " + key.action() + ", which has the keys.");
                return AzureLockdown.hole(
                        write,
                        key.action(),
                        path,
                        "Deny accounts without disableLocalAuth by a"
                                + " policy, or take the right to write accounts away.");
            }
        }
        return own(assignments);
    }

    /** True if the principal, with one more role, may set an account so that keys open it. */
    boolean mayOpen(List<Assignment> assignments, AzureRole more, FaceAccount account) {
        boolean isWriter = more.grantsAny(List.of(WRITE)) || rights.find(assignments, WRITE, account.id()) != null;
        return isWriter
                && (more.grantsAny(LIFTING)
                        || isLetThrough(assignments, account.id(), Set.of(account.name()), KEYS_ON));
    }

    private @Nullable Granted key(List<Assignment> assignments, String resource) {
        for (var action : AzureLockdown.KEYS) {
            var granted = rights.find(assignments, action, resource);
            if (granted != null) {
                return granted;
            }
        }
        return null;
    }

    private @Nullable Hole own(List<Assignment> assignments) {
        for (var group : groups(assignments)) {
            var resource = group + "/providers/microsoft.cognitiveservices/accounts/" + OWN;
            var write = rights.find(assignments, WRITE, resource);
            var key = write == null ? null : key(assignments, resource);
            var data = write == null ? null : rights.find(assignments, AzureLockdown.DATA, true, resource);
            boolean isOpen = (key != null && isLetThrough(assignments, resource, names, KEYS_ON))
                    || (data != null && isLetThrough(assignments, resource, names, ANY));
            var use = key != null ? key : data;
            if (write != null && use != null && isOpen) {
                var path = List.of(
                        "It makes an account of its own in " + group + ", which no policy surely denies.",
                        use.assignment().label() + " grants " + use.action() + " there.");
                return AzureLockdown.hole(
                        write,
                        use.action(),
                        path,
                        "Deny every account with face operations but the"
                                + " gateway's by a policy of the subscription.");
            }
            var given = assigned(assignments, group, resource);
            if (given != null) {
                var path =
                        List.of(given.step(), "It makes an account of its own there, which no policy surely denies.");
                return AzureLockdown.hole(given.granted(), WRITE, path, AzureDelegations.REMEDY);
            }
        }
        return null;
    }

    /** How the principal gives itself what makes and uses an account in a group. */
    private @Nullable Given assigned(List<Assignment> assignments, String group, String resource) {
        if (delegations.find(assignments, group, role -> true, WellKnownRoles.LEADING) == null
                || !isLetThrough(assignments, resource, names, ANY)) {
            return null;
        }
        boolean isKey = isLetThrough(assignments, resource, names, KEYS_ON);
        boolean isWriter = rights.find(assignments, WRITE, resource) != null;
        boolean isUser = (isKey && key(assignments, resource) != null)
                || rights.find(assignments, AzureLockdown.DATA, true, resource) != null;
        var known = WellKnownRoles.both(WellKnownRoles.ASSIGNERS, isKey ? WellKnownRoles.MAKERS : List.of());
        return delegations.find(
                assignments,
                group,
                role -> role.grantsAny(AzureDelegations.ASSIGNING)
                        || ((isWriter || role.grantsAny(List.of(WRITE)))
                                && (isUser
                                        || (isKey && role.grantsAny(AzureLockdown.KEYS))
                                        || role.grants(AzureLockdown.DATA, true, List.of()) != null)),
                isWriter || isUser ? WellKnownRoles.LEADING : known);
    }

    /** The resource groups in which the principal might make an account: those that are known, and any other. */
    private Set<String> groups(List<Assignment> assignments) {
        var known = new LinkedHashSet<String>();
        for (var assignment : assignments) {
            var scope = AzureScopeHierarchy.lower(assignment.scope());
            var parts = scope.split("/", -1);
            if (parts.length == 5 && parts[1].equals("subscriptions")) {
                known.add(scope);
            } else if (parts.length == 3 && parts[1].equals("subscriptions")) {
                known.add(scope + "/resourcegroups/" + OWN);
            } else if (subscription.scopes().isAboveSubscriptions(scope)) {
                subscriptions().forEach(one -> known.add(one + "/resourcegroups/" + OWN));
            }
        }
        return known;
    }

    private Set<String> subscriptions() {
        var ids = new TreeSet<String>();
        var scopes = new ArrayList<String>();
        subscription.accounts().forEach(account -> scopes.add(account.id()));
        subscription.assignments().values().forEach(list -> list.forEach(one -> scopes.add(one.scope())));
        for (var scope : scopes) {
            var parts = AzureScopeHierarchy.lower(scope).split("/", -1);
            if (parts.length > 2 && parts[1].equals("subscriptions")) {
                ids.add("/subscriptions/" + parts[2]);
            }
        }
        return ids;
    }

    /** True if the principal may take the policy away, or change what it says. */
    private boolean mayLift(List<Assignment> assignments, AzurePolicyAssignment policy) {
        var defined = policy.definitionScope();
        var known = WellKnownRoles.both(WellKnownRoles.ASSIGNERS, WellKnownRoles.LIFTERS);
        return LIFTING.stream().anyMatch(action -> rights.find(assignments, action, policy.scope()) != null)
                || delegations.find(
                                assignments,
                                policy.scope(),
                                role -> role.grantsAny(AzureDelegations.ASSIGNING) || role.grantsAny(LIFTING),
                                known)
                        != null
                || (defined != null
                        && REDEFINING.stream().anyMatch(action -> rights.find(assignments, action, defined) != null));
    }

    /** True if some account with one of these settings is not surely denied, or the principal can lift what denies it. */
    private boolean isLetThrough(
            List<Assignment> assignments, String resource, Set<String> named, List<String> localAuthOff) {
        var inForce = subscription.policies().stream()
                .filter(policy -> policy.isInForce(subscription.scopes(), resource))
                .filter(policy -> !mayLift(assignments, policy))
                .toList();
        for (var name : named) {
            for (var kind : List.of("Face", "ComputerVision", "CognitiveServices", "AIServices")) {
                for (var off : localAuthOff) {
                    for (var network : List.of("Enabled", "Disabled", AzurePolicyAssignment.ABSENT)) {
                        var fields = Map.of(
                                "id", resource.replace(OWN, name),
                                "type", "Microsoft.CognitiveServices/accounts",
                                "kind", kind,
                                "name", name,
                                "disablelocalauth", off,
                                "publicnetworkaccess", network);
                        if (inForce.stream().noneMatch(policy -> policy.denies(fields) == ConditionResult.YES)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }
}
