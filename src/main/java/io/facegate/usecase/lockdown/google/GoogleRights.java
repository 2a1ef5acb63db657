package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.google.GoogleResources.Bound;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the bindings of a member let it do at a resource, after what deny policies take away. */
final class GoogleRights {
    static final String ROLES = "roles.json";

    /** What takes a deny policy away. */
    private static final List<String> LIFTING = List.of("iam.denypolicies.delete", "iam.denypolicies.update");

    /** A role that nobody names: a condition that lets it be granted is no list of what may be. */
    private static final String ANY_ROLE = "roles/facegate.check";

    private final Map<String, Set<String>> roles = new HashMap<>();
    private final GoogleResources resources;
    private final GoogleDenyPolicies denials;
    private final Instant now = Instant.now();

    GoogleRights(JsonNode list, GoogleResources resources, GoogleDenyPolicies denials) throws AccountExportException {
        this.resources = resources;
        this.denials = denials;
        for (var role : AccountExportJson.list(list, ROLES)) {
            var name = AccountExportJson.text(role, "name", ROLES);
            roles.put(
                    name,
                    new HashSet<>(AccountExportJson.texts(role.path("includedPermissions"), ROLES + ": " + name)));
        }
    }

    /** A permission, and the binding that grants it. */
    record Granted(String permission, Bound bound) {
        /** Who has it, by what. */
        String sentence(boolean isKnown) {
            return bound.member() + " has " + bound.label() + (isKnown ? "" : ", whose permissions are not exported")
                    + ", which grants " + permission + '.';
        }
    }

    /** True if the export says what the role grants. */
    boolean isKnown(String role) {
        return roles.containsKey(role);
    }

    Set<String> roles() {
        return roles.keySet();
    }

    /** True if the role has the permission, or nobody knows. */
    boolean has(String role, String permission) {
        var permissions = roles.get(role);
        return permissions == null || permissions.contains(permission);
    }

    /** The first of several permissions that the member has at the resource, or null. */
    @Nullable
    Granted find(List<Bound> bounds, List<String> permissions, String resource) {
        var chain = resources.chain(resource);
        for (var permission : permissions) {
            for (var bound : bounds) {
                if (mayHold(bound, permission, chain)
                        && (bound.condition() == null
                                || GoogleCondition.holds(bound.condition(), null, now) != ConditionResult.NO)) {
                    return new Granted(permission, bound);
                }
            }
        }
        return null;
    }

    private boolean mayHold(Bound bound, String permission, List<String> chain) {
        return chain.contains(bound.resource())
                && has(bound.role(), permission)
                && denials.lets(bound.member(), permission, chain, resource -> mayLift(bound.member(), resource));
    }

    /** True if the member may delete or change the deny policies of a resource, whatever they deny. */
    private boolean mayLift(String member, String resource) {
        var chain = resources.chain(resource);
        return resources.members().getOrDefault(member, List.of()).stream()
                .filter(bound -> chain.contains(bound.resource()))
                .filter(bound -> LIFTING.stream().anyMatch(permission -> has(bound.role(), permission)))
                .anyMatch(bound -> bound.condition() == null
                        || GoogleCondition.holds(bound.condition(), null, now) != ConditionResult.NO);
    }

    /** A permission to change the policy of the resource in a way that leads to faces, or null. */
    @Nullable
    Granted policyChange(List<Bound> bounds, String permission, String resource, List<String> leading) {
        var chain = resources.chain(resource);
        for (var bound : bounds) {
            if (mayHold(bound, permission, chain) && mayGrant(bound.condition(), leading)) {
                return new Granted(permission, bound);
            }
        }
        return null;
    }

    private boolean mayGrant(@Nullable String condition, List<String> leading) {
        if (condition == null) {
            return true;
        }
        var tried = new HashSet<>(roles.keySet());
        tried.addAll(GoogleCondition.roles(condition));
        tried.add(ANY_ROLE);
        return tried.stream()
                .filter(role -> leading.stream().anyMatch(permission -> has(role, permission)))
                .anyMatch(role -> GoogleCondition.holds(condition, role, now) != ConditionResult.NO);
    }
}
