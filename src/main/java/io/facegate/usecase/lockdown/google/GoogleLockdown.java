package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.catalogue.VendorApi;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.LockdownReport;
import io.facegate.usecase.lockdown.google.GoogleResources.Bound;
import io.facegate.usecase.lockdown.google.GoogleRights.Granted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks projects of Google Cloud: may anybody but the gateway call a face operation, or make it possible? */
public final class GoogleLockdown {
    private static final String SERVICES = "services.json";
    private static final String API_KEYS = "api-keys.json";
    private static final String ACCOUNT_KEYS = "service-account-keys.json";
    private static final String ACCOUNT = "serviceAccount:";

    /** The services that have face operations. */
    private static final List<String> FACES = List.of("vision.googleapis.com", "videointelligence.googleapis.com");

    private static final String USE = "serviceusage.services.use";
    private static final String ENABLE = "serviceusage.services.enable";
    private static final List<String> KEYS =
            List.of("apikeys.keys.create", "apikeys.keys.getKeyString", "apikeys.keys.update", "apikeys.keys.undelete");

    private final GoogleResources resources;
    private final GatewayNames gateway;
    private final GoogleRights rights;
    private final OrganisationPolicies policies;
    private final ServiceAccountTakeover takeover;
    private final GoogleDenyPolicies denials;
    private final Set<String> accounts;
    private final Map<String, Set<String>> enabled = new LinkedHashMap<>();
    private final LockdownReport report = new LockdownReport();

    private GoogleLockdown(AccountExport folder, GatewayNames gateway) throws AccountExportException {
        this.gateway = gateway;
        this.resources = new GoogleResources(folder.require(
                GoogleResources.FILE, "gcloud … get-iam-policy --format json of every resource, joined in a list"));
        this.denials = new GoogleDenyPolicies(folder.find(GoogleDenyPolicies.FILE), resources, gateway);
        this.rights = new GoogleRights(
                folder.require(GoogleRights.ROLES, "gcloud iam roles describe ROLE --format json, joined in a list"),
                resources,
                denials);
        this.policies = new OrganisationPolicies(folder.find(OrganisationPolicies.FILE), resources);
        this.accounts = resources.serviceAccounts(gateway);
        this.takeover = new ServiceAccountTakeover(resources, rights, policies);
        readServices(folder.require(
                SERVICES, "gcloud services list --enabled --format json of every project, joined in a list"));
    }

    /**
     * Checks projects.
     *
     * @param gateway the members that are the gateway; if empty, the service accounts named facegate
     */
    public static LockdownReport check(AccountExport folder, List<String> gateway) throws AccountExportException {
        var names = gateway.isEmpty() ? List.of(ACCOUNT + "facegate@*") : gateway;
        var check = new GoogleLockdown(folder, new GatewayNames(names));
        return check.check(folder.find(API_KEYS), folder.find(ACCOUNT_KEYS));
    }

    private void readServices(JsonNode list) throws AccountExportException {
        for (var one : AccountExportJson.list(list, SERVICES)) {
            var parts = AccountExportJson.text(one, "name", SERVICES).split("/services/", 2);
            var project = resources.project(parts[0], SERVICES);
            var service = parts[parts.length - 1];
            if (FACES.contains(service)
                    && one.path("state").asText("ENABLED").equals("ENABLED")
                    && !policies.forbids(service, project)) {
                enabled.computeIfAbsent(project, any -> new TreeSet<>()).add(service);
            }
        }
    }

    private LockdownReport check(@Nullable JsonNode apiKeys, @Nullable JsonNode accountKeys)
            throws AccountExportException {
        resources.members().forEach((member, bounds) -> {
            var hole = gateway.has(member) || GoogleServiceAgents.isAgent(member) ? null : find(bounds);
            if (hole != null) {
                report.add(hole);
            }
        });
        enabled.forEach(this::ownAccounts);
        for (var key : apiKeys == null ? List.<JsonNode>of() : AccountExportJson.list(apiKeys, API_KEYS)) {
            apiKey(key);
        }
        new GoogleCoverage(resources, gateway, report).tell(enabled, denials.size(), policies.size(), accountKeys);
        return report;
    }

    private @Nullable Hole find(List<Bound> bounds) {
        for (var project : enabled.entrySet()) {
            var service = first(project.getValue());
            var hole = within(bounds, project.getKey(), service);
            if (hole != null) {
                return hole;
            }
        }
        var hole = throughGateway(bounds);
        return hole == null ? elsewhere(bounds) : hole;
    }

    private Hole hole(Granted granted, String service, String step, String remedy) {
        var bound = granted.bound();
        var path = List.of(granted.sentence(rights.isKnown(bound.role())), step, "It calls " + service + '.');
        return new Hole(
                bound.member(),
                operation(service),
                null,
                path,
                new Opening(GoogleResources.FILE, bound.label()),
                remedy);
    }

    /** One of the enabled services as an example. */
    private static String first(Set<String> services) {
        return FACES.stream().filter(services::contains).findFirst().orElse(FACES.getFirst());
    }

    /** An operation of the catalogue as an example. */
    private static String operation(String service) {
        var first = VendorApi.GOOGLE_VISION
                .catalogue()
                .operations()
                .keySet()
                .iterator()
                .next();
        return service.equals(FACES.getFirst()) ? service + ' ' + first : service;
    }

    private @Nullable Hole within(List<Bound> bounds, String project, String service) {
        var used = rights.find(bounds, List.of(USE), project);
        if (used != null) {
            return hole(
                    used,
                    service,
                    "It names " + project + ", where the service is enabled, as the project that pays.",
                    "Grant " + USE + " on " + project + " and above it to nobody but the gateway.");
        }
        var keys = rights.find(bounds, KEYS, project);
        if (keys != null) {
            return hole(
                    keys, service, "It has an API key of " + project + '.', "Let nobody make or read API keys there.");
        }
        var leading = List.of(USE, "iam.serviceAccounts.getAccessToken", KEYS.getFirst());
        for (var above : resources.chain(project)) {
            var kind = above.substring(0, above.indexOf('/'));
            var changed = rights.policyChange(bounds, "resourcemanager." + kind + ".setIamPolicy", above, leading);
            if (changed != null) {
                return hole(
                        changed,
                        service,
                        "It gives itself " + USE + " on " + project + '.',
                        "Let nobody but the" + " gateway's administrator change the policy of " + above + '.');
            }
        }
        return roles(bounds, project, service);
    }

    private @Nullable Hole roles(List<Bound> bounds, String project, String service) {
        for (var bound : bounds) {
            boolean isOwnRole = !bound.role().startsWith("roles/")
                    && resources.chain(project).contains(bound.resource());
            var place = bound.role().replaceFirst("/roles/.*$", "");
            var changed = isOwnRole ? rights.find(bounds, List.of("iam.roles.update"), place) : null;
            if (changed != null) {
                return hole(
                        changed,
                        service,
                        "It adds " + USE + " to its own role " + bound.role() + '.',
                        "Let nobody" + " but the gateway's administrator change custom roles.");
            }
        }
        return null;
    }

    private @Nullable Hole throughGateway(List<Bound> bounds) {
        for (var account : accounts) {
            var way = takeover.find(bounds, account);
            if (way != null) {
                return hole(
                        way.granted(),
                        FACES.getFirst(),
                        way.step(),
                        "Grant this on " + account + " and above it to nobody but the gateway's administrator.");
            }
        }
        return null;
    }

    /** Another project in which the service can be enabled, or a way to lift what forbids it. */
    private @Nullable Hole elsewhere(List<Bound> bounds) {
        for (var service : FACES) {
            for (var project : resources.projects().toList()) {
                var enabling =
                        policies.forbids(service, project) ? null : rights.find(bounds, List.of(ENABLE), project);
                if (enabling != null) {
                    return hole(
                            enabling,
                            service,
                            "It enables the service in " + project + ", where no organisation"
                                    + " policy surely forbids it.",
                            "Forbid the service by gcp.restrictServiceUsage.");
                }
            }
            for (var container : resources.containers().toList()) {
                var made = policies.forbids(service, container)
                        ? null
                        : rights.find(bounds, List.of("resourcemanager.projects.create"), container);
                if (made != null) {
                    return hole(
                            made,
                            service,
                            "It makes a project in " + container + ", where no organisation policy"
                                    + " surely forbids the service.",
                            "Forbid the service by gcp.restrictServiceUsage.");
                }
            }
        }
        return lifted(bounds);
    }

    private @Nullable Hole lifted(List<Bound> bounds) {
        var all = new ArrayList<>(resources.containers().toList());
        all.addAll(resources.projects().toList());
        for (var place : all) {
            var set = rights.find(bounds, List.of("orgpolicy.policy.set"), place);
            if (set != null) {
                return hole(
                        set,
                        FACES.getFirst(),
                        "It lifts the organisation policy at " + place + " that forbids the" + " service.",
                        "Let nobody but the gateway's administrator set organisation policies.");
            }
        }
        return null;
    }

    /** A service account calls in the name of its own project, without any role. */
    private void ownAccounts(String project, Set<String> services) {
        for (var email : resources.serviceAccounts(project)) {
            if (!gateway.has(ACCOUNT + email)) {
                var service = first(services);
                report.add(new Hole(
                        ACCOUNT + email,
                        operation(service),
                        null,
                        List.of("It is a service account of " + project + ", where " + service
                                + " is enabled, and calls" + " in the name of its project."),
                        new Opening(GoogleResources.FILE, project + "/serviceAccounts/" + email),
                        "Delete the service account, or give the gateway a project of its own."));
            }
        }
    }

    private void apiKey(JsonNode key) throws AccountExportException {
        var name = AccountExportJson.text(key, "name", API_KEYS);
        var project = resources.project(name.replaceFirst("/locations/.*$", ""), API_KEYS);
        var services = enabled.getOrDefault(project, Set.of());
        var targets = AccountExportJson.list(key.path("restrictions").path("apiTargets"), API_KEYS + ": " + name);
        for (var service : FACES) {
            boolean isTarget = targets.isEmpty()
                    || targets.stream()
                            .anyMatch(one -> one.path("service").asText("").equals(service));
            if (services.contains(service) && isTarget && !key.has("deleteTime")) {
                var who = key.path("displayName").asText(name);
                report.add(new Hole(
                        name,
                        operation(service),
                        null,
                        List.of("The API key " + who + " of " + project + " opens " + service + " to whoever has it."),
                        new Opening(API_KEYS, name),
                        "Delete the key, or restrict it to other services."));
                return;
            }
        }
    }
}
