package io.facegate.usecase.lockdown.azure;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which scopes are above a resource. Names of scopes are compared in lower case. */
final class AzureScopeHierarchy {
    private static final String MANAGEMENT_GROUP = "/providers/microsoft.management/managementgroups/";

    private final @Nullable Set<String> managementGroups;

    /** @param managementGroups those above the subscription; null if nobody knows, so that each is */
    AzureScopeHierarchy(@Nullable List<String> managementGroups) {
        if (managementGroups == null) {
            this.managementGroups = null;
        } else {
            this.managementGroups = new TreeSet<>();
            managementGroups.forEach(group -> this.managementGroups.add(lower(group)));
        }
    }

    static String lower(String scope) {
        var lower = scope.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** True if what holds at the scope holds at the resource. */
    boolean covers(String scope, String resource) {
        var above = lower(scope);
        var below = lower(resource);
        if (above.equals("/") || above.isEmpty()) {
            return true;
        }
        if (above.startsWith(MANAGEMENT_GROUP)) {
            return above.equals(below) || managementGroups == null || managementGroups.contains(above);
        }
        return below.equals(above) || below.startsWith(above + '/');
    }

    /** True if the scope is above subscriptions. */
    boolean isAboveSubscriptions(String scope) {
        var lower = lower(scope);
        return covers(lower, "/subscriptions/any") && !lower.startsWith("/subscriptions/");
    }
}
