package io.facegate.usecase.lockdown.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountException;
import io.facegate.usecase.lockdown.account.AccountFolder;
import io.facegate.usecase.lockdown.account.AccountJson;
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
        AzureScopes scopes,
        Map<String, List<Assignment>> assignments,
        Map<String, AzureRole> roles,
        List<FaceAccount> accounts,
        List<Deny> denies,
        List<AzurePolicy> policies,
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

    static AzureSubscription read(AccountFolder folder) throws AccountException {
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

    private static AzureScopes scopes(@Nullable JsonNode subscription) throws AccountException {
        if (subscription == null || !subscription.has("managementGroups")) {
            return new AzureScopes(null);
        }
        var groups = new ArrayList<String>();
        for (var group : AccountJson.list(subscription, "managementGroups", SUBSCRIPTION)) {
            groups.add(AccountJson.text(group, "id", SUBSCRIPTION));
        }
        return new AzureScopes(groups);
    }

    static String lastPart(String id) {
        return id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, AzureRole> roles(JsonNode list) throws AccountException {
        var roles = new HashMap<String, AzureRole>();
        for (var role : AccountJson.list(list, ROLES)) {
            var id = lastPart(AccountJson.text(role, "name", ROLES));
            var name = role.path("roleName").asText(id);
            var permissions = new ArrayList<AzureRole.Permission>();
            for (var permission : AccountJson.list(role, "permissions", ROLES + ": " + name)) {
                permissions.add(AzureRole.Permission.read(permission, ROLES + ": " + name));
            }
            roles.put(id, new AzureRole(id, name, permissions, true));
        }
        return roles;
    }

    private static Map<String, List<Assignment>> assignments(JsonNode list, Map<String, AzureRole> roles)
            throws AccountException {
        var all = AccountJson.list(list, ASSIGNMENTS);
        if (all.size() > MOST) {
            throw new AccountException(ASSIGNMENTS + " has more than 100,000 assignments. So many are not checked.");
        }
        var byHolder = new LinkedHashMap<String, List<Assignment>>();
        for (var one : all) {
            var where = ASSIGNMENTS + ": " + one.path("id").asText("an assignment");
            var holder = new Holder(
                    AccountJson.text(one, "principalId", where).toLowerCase(Locale.ROOT),
                    one.path("principalName").asText(""),
                    one.path("principalType").asText(""));
            var role = lastPart(AccountJson.text(one, "roleDefinitionId", where));
            var known = roles.getOrDefault(role, AzureRole.unknown(role));
            var scope = AccountJson.text(one, "scope", where);
            var label = known.name() + " at " + scope + " (" + one.path("name").asText("") + ')';
            byHolder.computeIfAbsent(holder.id(), any -> new ArrayList<>())
                    .add(new Assignment(holder, scope, known, AccountJson.text(one, "condition"), label));
        }
        return byHolder;
    }

    private static List<FaceAccount> accounts(JsonNode list) throws AccountException {
        var accounts = new ArrayList<FaceAccount>();
        for (var one : AccountJson.list(list, ACCOUNTS)) {
            var id = AccountJson.text(one, "id", ACCOUNTS);
            var properties = one.path("properties");
            if (KINDS.contains(
                    AccountJson.text(one, "kind", ACCOUNTS + ": " + id).toLowerCase(Locale.ROOT))) {
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

    private static List<Deny> denies(@Nullable JsonNode list) throws AccountException {
        var denies = new ArrayList<Deny>();
        for (var one : list == null ? List.<JsonNode>of() : AccountJson.list(list, DENIES)) {
            var properties = one.has("properties") ? one.path("properties") : one;
            var name = properties
                    .path("denyAssignmentName")
                    .asText(one.path("name").asText("deny assignment"));
            var permissions = new ArrayList<AzureRole.Permission>();
            for (var permission : AccountJson.list(properties, "permissions", DENIES + ": " + name)) {
                permissions.add(AzureRole.Permission.read(permission, DENIES + ": " + name));
            }
            denies.add(new Deny(
                    name,
                    AccountJson.text(properties, "scope", DENIES + ": " + name),
                    !properties.path("doNotApplyToChildScopes").asBoolean(false),
                    permissions,
                    principals(properties, "principals").keySet(),
                    principals(properties, "excludePrincipals")));
        }
        return denies;
    }

    private static Map<String, String> principals(JsonNode deny, String field) throws AccountException {
        var principals = new HashMap<String, String>();
        for (var one : AccountJson.list(deny, field, DENIES)) {
            principals.put(
                    AccountJson.text(one, "id", DENIES).toLowerCase(Locale.ROOT),
                    one.path("type").asText("Group"));
        }
        return principals;
    }

    private static @Nullable Map<String, String> identities(@Nullable JsonNode list) throws AccountException {
        if (list == null) {
            return null;
        }
        var identities = new HashMap<String, String>();
        for (var one : AccountJson.list(list, IDENTITIES)) {
            identities.put(
                    AccountJson.text(one, "principalId", IDENTITIES).toLowerCase(Locale.ROOT),
                    AccountJson.text(one, "id", IDENTITIES));
        }
        return identities;
    }

    private static List<AzurePolicy> policies(@Nullable JsonNode list) throws AccountException {
        return list == null
                ? List.of()
                : AccountJson.list(list, POLICIES).stream()
                        .map(AzurePolicy::new)
                        .toList();
    }
}
