package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Organisation policies: which services a project may not use, and which constraints are enforced. */
final class OrganisationPolicies {
    static final String FILE = "org-policies.json";

    private static final String SERVICES = "gcp.restrictServiceUsage";

    private final GoogleResources resources;
    private final Map<String, JsonNode> specs = new HashMap<>();

    /** @param list the policies; null if none were exported */
    OrganisationPolicies(@Nullable JsonNode list, GoogleResources resources) throws AccountExportException {
        this.resources = resources;
        for (var policy : list == null ? List.<JsonNode>of() : AccountExportJson.list(list, FILE)) {
            var name = AccountExportJson.text(policy, "name", FILE);
            var parts = name.split("/policies/", 2);
            var resource = parts[0].startsWith("projects/") ? resources.project(parts[0], FILE) : parts[0];
            specs.put(resource + ' ' + parts[parts.length - 1].replaceFirst("^constraints/", ""), policy.path("spec"));
        }
    }

    int size() {
        return specs.size();
    }

    /** True if a service is surely forbidden at the resource. */
    boolean forbids(String service, String resource) {
        return forbids(service, resources.chain(resource));
    }

    private boolean forbids(String service, List<String> chain) {
        if (chain.isEmpty()) {
            return false;
        }
        var above = chain.subList(1, chain.size());
        var spec = specs.get(chain.getFirst() + ' ' + SERVICES);
        if (spec == null) {
            return forbids(service, above);
        }
        if (spec.path("reset").asBoolean(false)) {
            return false;
        }
        boolean isInherited = spec.path("inheritFromParent").asBoolean(false) && forbids(service, above);
        return isInherited || isForbidden(spec, service);
    }

    /** A rule with a condition may not hold: what it denies does not count, and what it allows does. */
    private static boolean isForbidden(JsonNode spec, String service) {
        boolean isListed = false;
        boolean isAllowed = false;
        for (var rule : spec.path("rules")) {
            boolean isSure = !rule.has("condition");
            if (isSure && (rule.path("denyAll").asBoolean(false) || has(rule.at("/values/deniedValues"), service))) {
                return true;
            }
            if (!rule.at("/values/allowedValues").isEmpty()) {
                isListed = isListed || isSure;
                isAllowed = isAllowed || mayHave(rule.at("/values/allowedValues"), service);
            }
            isAllowed = isAllowed || rule.path("allowAll").asBoolean(false);
        }
        return isListed && !isAllowed;
    }

    private static boolean has(JsonNode values, String service) {
        for (var value : values) {
            if (value.asText().equals(service) || value.asText().equals("is:" + service)) {
                return true;
            }
        }
        return false;
    }

    /** The same, where a group of services may have it. */
    private static boolean mayHave(JsonNode values, String service) {
        for (var value : values) {
            if (value.asText().startsWith("in:")) {
                return true;
            }
        }
        return has(values, service);
    }

    /**
     * True if a constraint is surely enforced at the resource.
     *
     * @param isUsual whether it is where no policy says anything
     */
    boolean enforces(String constraint, String resource, boolean isUsual) {
        for (var at : resources.chain(resource)) {
            var spec = specs.get(at + ' ' + constraint);
            if (spec != null && !spec.path("reset").asBoolean(false)) {
                boolean isEnforced = false;
                for (var rule : spec.path("rules")) {
                    boolean enforce = rule.path("enforce").asBoolean(false);
                    if (rule.has("condition") && !enforce) {
                        return false;
                    }
                    isEnforced = isEnforced || (enforce && !rule.has("condition"));
                }
                return isEnforced;
            }
        }
        return isUsual;
    }
}
