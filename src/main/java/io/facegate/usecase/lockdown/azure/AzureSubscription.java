package io.facegate.usecase.lockdown.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the exported files say of a subscription.
 *
 * @param assignments the role assignments of each principal, by its object id in lower case
 * @param accounts the accounts of Cognitive Services that have face operations
 * @param identities the resources of managed identities by object id in lower case; null if nobody knows them
 */
record AzureSubscription(
        AzureScopeHierarchy scopes,
        Map<String, List<Assignment>> assignments,
        Map<String, AzureRole> roles,
        List<FaceAccount> accounts,
        List<Deny> denies,
        List<AzurePolicyAssignment> policies,
        @Nullable Map<String, String> identities) {
    static final String ASSIGNMENTS = "role-assignments.json";
    static final String ROLES = "role-definitions.json";
    static final String ACCOUNTS = "cognitive-accounts.json";
    static final String DENIES = "deny-assignments.json";
    static final String POLICIES = "policy-assignments.json";
    static final String SUBSCRIPTION = "subscription.json";
    static final String IDENTITIES = "identities.json";

    /** The kinds of account that have face operations. */
    static final Set<String> KINDS = Set.of("face", "computervision", "cognitiveservices", "aiservices");

    private static final String EVERYBODY = "00000000-0000-0000-0000-000000000000";
    private static final int MOST = 100_000;

    /** Who has which role where. */
    record Assignment(
            Holder holder,
            String scope,
            AzureRole role,
            @Nullable String condition,
            String label) {}

    /** Who has a role. */
    record Holder(String id, String name, String type) {}

    /** An account with face operations. */
    record FaceAccount(String id, String name, boolean hasKeys, boolean isPublic) {}

    /**
     * A deny assignment.
     *
     * @param principals whom it denies; the id of nobody stands for everybody
     * @param excluded whom it spares, by id, with their types
     */
    record Deny(
            String name,
            String scope,
            boolean isOfChildren,
            List<AzureRole.Permission> permissions,
            Set<String> principals,
            Map<String, String> excluded) {

        /** True if it surely binds the holder. A person may be in any group that it spares, but for the gateway's. */
        boolean binds(Holder holder, Set<String> gatewayGroups) {
            if (!principals.contains(EVERYBODY) && !principals.contains(holder.id())) {
                return false;
            }
            return excluded.entrySet().stream()
                    .noneMatch(one -> one.getKey().equals(holder.id())
                            || (one.getValue().equalsIgnoreCase("Group")
                                    && !holder.type().equalsIgnoreCase("Group")
                                    && !gatewayGroups.contains(one.getKey())));
        }
    }

    static AzureSubscription read(AccountExport folder) throws AccountExportException {
        var roles = roles(folder.require(ROLES, "az role definition list -o json > " + ROLES));
        var assigned = folder.require(
                ASSIGNMENTS, "az role assignment list --all --include-inherited -o json > " + ASSIGNMENTS);
        return new AzureSubscription(
                scopes(folder.find(SUBSCRIPTION)),
                assignments(assigned, roles),
                roles,
                accounts(folder.require(ACCOUNTS, "az cognitiveservices account list -o json > " + ACCOUNTS)),
                denies(folder.find(DENIES)),
                policies(folder.find(POLICIES)),
                identities(folder.find(IDENTITIES)));
    }

    private static AzureScopeHierarchy scopes(@Nullable JsonNode subscription) throws AccountExportException {
        if (subscription == null || !subscription.has("managementGroups")) {
            return new AzureScopeHierarchy(null);
        }
        var groups = new ArrayList<String>();
        for (var group : AccountExportJson.list(subscription, "managementGroups", SUBSCRIPTION)) {
            groups.add(AccountExportJson.text(group, "id", SUBSCRIPTION));
        }
        return new AzureScopeHierarchy(groups);
    }

    static String lastPart(String id) {
        return id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, AzureRole> roles(JsonNode list) throws AccountExportException {
        var roles = new HashMap<String, AzureRole>();
        for (var role : AccountExportJson.list(list, ROLES)) {
            var id = lastPart(AccountExportJson.text(role, "name", ROLES));
            var name = role.path("roleName").asText(id);
            var permissions = new ArrayList<AzureRole.Permission>();
            for (var permission : AccountExportJson.list(role, "permissions", ROLES + ": " + name)) {
                permissions.add(AzureRole.Permission.read(permission, ROLES + ": " + name));
            }
            roles.put(id, new AzureRole(id, name, permissions, true));
        }
        return roles;
    }

    private static Map<String, List<Assignment>> assignments(JsonNode list, Map<String, AzureRole> roles)
            throws AccountExportException {
        var all = AccountExportJson.list(list, ASSIGNMENTS);
        if (all.size() > MOST) {
            throw new AccountExportException(
                    ASSIGNMENTS + " has more than 100,000 assignments. So many are not checked.");
        }
        var byHolder = new LinkedHashMap<String, List<Assignment>>();
        for (var one : all) {
            var where = ASSIGNMENTS + ": " + one.path("id").asText("an assignment");
            var holder = new Holder(
                    AccountExportJson.text(one, "principalId", where).toLowerCase(Locale.ROOT),
                    one.path("principalName").asText(""),
                    one.path("principalType").asText(""));
            var role = lastPart(AccountExportJson.text(one, "roleDefinitionId", where));
            var known = roles.getOrDefault(role, AzureRole.unknown(role));
            var scope = AccountExportJson.text(one, "scope", where);
            var label = known.name() + " at " + scope + " (" + one.path("name").asText("") + ')';
            byHolder.computeIfAbsent(holder.id(), any -> new ArrayList<>())
                    .add(new Assignment(holder, scope, known, AccountExportJson.text(one, "condition"), label));
        }
        return byHolder;
    }

    private static List<FaceAccount> accounts(JsonNode list) throws AccountExportException {
        var accounts = new ArrayList<FaceAccount>();
        for (var one : AccountExportJson.list(list, ACCOUNTS)) {
            var id = AccountExportJson.text(one, "id", ACCOUNTS);
            var properties = one.path("properties");
            if (KINDS.contains(
                    AccountExportJson.text(one, "kind", ACCOUNTS + ": " + id).toLowerCase(Locale.ROOT))) {
                accounts.add(new FaceAccount(
                        id,
                        lastPart(id),
                        !properties.path("disableLocalAuth").asBoolean(false),
                        !properties
                                .path("publicNetworkAccess")
                                .asText("Enabled")
                                .equalsIgnoreCase("Disabled")));
            }
        }
        return accounts;
    }

    private static List<Deny> denies(@Nullable JsonNode list) throws AccountExportException {
        var denies = new ArrayList<Deny>();
        for (var one : list == null ? List.<JsonNode>of() : AccountExportJson.list(list, DENIES)) {
            var properties = one.has("properties") ? one.path("properties") : one;
            var name = properties
                    .path("denyAssignmentName")
                    .asText(one.path("name").asText("deny assignment"));
            var permissions = new ArrayList<AzureRole.Permission>();
            for (var permission : AccountExportJson.list(properties, "permissions", DENIES + ": " + name)) {
                permissions.add(AzureRole.Permission.read(permission, DENIES + ": " + name));
            }
            denies.add(new Deny(
                    name,
                    AccountExportJson.text(properties, "scope", DENIES + ": " + name),
                    !properties.path("doNotApplyToChildScopes").asBoolean(false),
                    permissions,
                    principals(properties, "principals").keySet(),
                    principals(properties, "excludePrincipals")));
        }
        return denies;
    }

    private static Map<String, String> principals(JsonNode deny, String field) throws AccountExportException {
        var principals = new HashMap<String, String>();
        for (var one : AccountExportJson.list(deny, field, DENIES)) {
            principals.put(
                    AccountExportJson.text(one, "id", DENIES).toLowerCase(Locale.ROOT),
                    one.path("type").asText("Group"));
        }
        return principals;
    }

    private static @Nullable Map<String, String> identities(@Nullable JsonNode list) throws AccountExportException {
        if (list == null) {
            return null;
        }
        var identities = new HashMap<String, String>();
        for (var one : AccountExportJson.list(list, IDENTITIES)) {
            identities.put(
                    AccountExportJson.text(one, "principalId", IDENTITIES).toLowerCase(Locale.ROOT),
                    AccountExportJson.text(one, "id", IDENTITIES));
        }
        return identities;
    }

    private static List<AzurePolicyAssignment> policies(@Nullable JsonNode list) throws AccountExportException {
        return list == null
                ? List.of()
                : AccountExportJson.list(list, POLICIES).stream()
                        .map(AzurePolicyAssignment::new)
                        .toList();
    }
}
