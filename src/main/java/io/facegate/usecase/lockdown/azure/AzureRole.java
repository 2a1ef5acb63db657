package io.facegate.usecase.lockdown.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.PatternIntersection;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.account.WildcardSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role definition grants. What a permission leaves out by notActions another may add.
 *
 * @param isKnown false if the definition is not in the export, so that it may grant everything
 */
record AzureRole(String id, String name, List<Permission> permissions, boolean isKnown) {
    AzureRole {
        permissions = List.copyOf(permissions);
    }

    /** What one permission of a definition grants: the actions, but not those that it leaves out. */
    record Permission(
            List<WildcardPattern> actions,
            List<WildcardPattern> notActions,
            List<WildcardPattern> dataActions,
            List<WildcardPattern> notDataActions) {
        static Permission read(JsonNode permission, String where) throws AccountExportException {
            return new Permission(
                    patterns(permission, "actions", where),
                    patterns(permission, "notActions", where),
                    patterns(permission, "dataActions", where),
                    patterns(permission, "notDataActions", where));
        }

        private static List<WildcardPattern> patterns(JsonNode permission, String field, String where)
                throws AccountExportException {
            return AccountExportJson.texts(permission.path(field), where + ": " + field).stream()
                    .map(WildcardPattern::ofLowerCase)
                    .toList();
        }

        /** Sets of which an action that is granted is in each. */
        List<List<WildcardSet>> granted(boolean isData) {
            return List.of(
                    List.of(new WildcardSet(isData ? dataActions : actions, false)),
                    List.of(new WildcardSet(isData ? notDataActions : notActions, true)));
        }

        /** Sets of which an action that is not in this permission is in one. */
        List<WildcardSet> others(boolean isData) {
            return List.of(
                    new WildcardSet(isData ? dataActions : actions, true),
                    new WildcardSet(isData ? notDataActions : notActions, false));
        }
    }

    /** A role of which nothing is known. */
    static AzureRole unknown(String id) {
        var all = List.of(WildcardPattern.of("*"));
        return new AzureRole(
                id,
                id + ", whose definition is missing",
                List.of(new Permission(all, List.of(), all, List.of())),
                false);
    }

    /** True if the role grants one of these actions. */
    boolean grantsAny(List<String> actions) {
        return actions.stream().anyMatch(action -> grants(WildcardSet.only(action), false, List.of()) != null);
    }

    /**
     * An action of those that the role grants, or null.
     *
     * @param wanted the actions that are meant, in lower case
     * @param limits groups of sets that the action must be in
     */
    @Nullable
    String grants(WildcardSet wanted, boolean isData, List<List<WildcardSet>> limits) {
        for (var permission : permissions) {
            var groups = new ArrayList<>(permission.granted(isData));
            groups.add(List.of(wanted));
            groups.addAll(limits);
            var found = PatternIntersection.find(groups, List.of());
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
