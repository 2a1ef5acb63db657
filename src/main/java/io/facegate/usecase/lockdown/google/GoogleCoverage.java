package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.LockdownReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what of the projects was looked at, and what their files do not show. */
final class GoogleCoverage {
    private static final String KEYS = "service-account-keys.json";

    private final GoogleResources resources;
    private final GatewayNames gateway;
    private final LockdownReport report;

    GoogleCoverage(GoogleResources resources, GatewayNames gateway, LockdownReport report) {
        this.resources = resources;
        this.gateway = gateway;
        this.report = report;
    }

    void tell(Map<String, Set<String>> enabled, int denials, int policies, @Nullable JsonNode keys)
            throws AccountExportException {
        report.addSeen("Google Cloud: " + resources.projects().count() + " projects, "
                + resources.containers().count()
                + " folders and organisations, " + resources.members().size() + " members of bindings, " + denials
                + " deny rules without a condition, " + policies + " organisation policies.");
        report.addSeen("Services with face operations are enabled in: "
                + (enabled.isEmpty()
                        ? "none"
                        : String.join(
                                ", ",
                                enabled.entrySet().stream()
                                        .map(one -> one.getKey() + " (" + String.join(", ", one.getValue()) + ')')
                                        .toList()))
                + ". They have no permission of their own: serviceusage.services.use on such a project is enough.");
        report.addSeen("Members that are the gateway: " + String.join(", ", gateway.names()) + '.');
        var agents = resources.members().keySet().stream()
                .filter(GoogleServiceAgents::isAgent)
                .toList();
        if (!agents.isEmpty()) {
            report.addUnseen(
                    "What Google's own services do by their service agents: " + String.join(", ", agents) + '.');
        }
        keys(keys);
        report.addUnseen("Who is in a group, a domain or a pool of identities: each counts as one member.");
        report.addUnseen("The administrators of Cloud Identity or Google Workspace, who can make themselves"
                + " administrators of the organisation.");
        report.addUnseen("Who gets onto the machines that run the gateway, their images and code; projects that the"
                + " export does not have; who may move a project or bind tags.");
        report.addUnseen("Whom a condition lets grant nothing but a role that takes deny policies away.");
        report.addUnseen("Permissions that run code as a service account and that the check does not list: its list is"
                + " of Facegate's own making.");
        report.addUnseen("Files that are not there: then no deny policy, no organisation policy and no API key is"
                + " counted.");
    }

    /** A key of the gateway's service account opens its project to whoever has the file. */
    private void keys(@Nullable JsonNode list) throws AccountExportException {
        for (var key : list == null ? List.<JsonNode>of() : AccountExportJson.list(list, KEYS)) {
            var project = AccountExportJson.text(key, "name", KEYS).replaceFirst("/serviceAccounts/.*$", "");
            if (!project.equals("projects/-")) {
                resources.project(project, KEYS);
            }
            if (key.path("keyType").asText("").equals("USER_MANAGED")
                    && !key.path("disabled").asBoolean(false)) {
                report.addUnseen("Who has the file of " + AccountExportJson.text(key, "name", KEYS) + '.');
            }
        }
    }
}
