package io.facegate.usecase.lockdown.google;

import io.facegate.usecase.lockdown.google.GoogleResources.Bound;
import io.facegate.usecase.lockdown.google.GoogleRights.Granted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who can become the gateway's service account: by a token, a signature, a key, or something that runs code as it. */
final class ServiceAccountTakeover {
    static final List<String> TOKENS = List.of(
            "iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.signBlob", "iam.serviceAccounts.signJwt");
    static final String KEY = "iam.serviceAccountKeys.create";
    static final String POLICY = "iam.serviceAccounts.setIamPolicy";
    static final String ACT = "iam.serviceAccounts.actAs";

    /** What runs code, or makes calls, with a service account. */
    private static final List<String> RUNNING = List.of(
            "run.services.create",
            "run.services.update",
            "run.jobs.create",
            "run.jobs.update",
            "cloudfunctions.functions.create",
            "cloudfunctions.functions.update",
            "compute.instances.create",
            "compute.instances.setServiceAccount",
            "compute.instances.setMetadata",
            "compute.instanceTemplates.create",
            "cloudbuild.builds.create",
            "dataflow.jobs.create",
            "dataproc.clusters.create",
            "dataproc.batches.create",
            "composer.environments.create",
            "appengine.versions.create",
            "cloudscheduler.jobs.create",
            "cloudtasks.tasks.create",
            "workflows.workflows.create",
            "workflows.workflows.update",
            "container.clusters.create",
            "batch.jobs.create",
            "aiplatform.customJobs.create",
            "aiplatform.pipelineJobs.create",
            "aiplatform.endpoints.deploy",
            "notebooks.instances.create",
            "deploymentmanager.deployments.create",
            "config.deployments.create",
            "eventarc.triggers.create",
            "tpu.nodes.create");

    private final GoogleResources resources;
    private final GoogleRights rights;
    private final OrganisationPolicies policies;

    ServiceAccountTakeover(GoogleResources resources, GoogleRights rights, OrganisationPolicies policies) {
        this.resources = resources;
        this.rights = rights;
        this.policies = policies;
    }

    /** How it is done. */
    record Way(Granted granted, String step) {}

    /**
     * How the member becomes the service account, or null.
     *
     * @param account the resource of the service account
     */
    @Nullable
    Way find(List<Bound> bounds, String account) {
        var token = rights.find(bounds, TOKENS, account);
        if (token != null) {
            return new Way(token, "It makes tokens of " + account + '.');
        }
        var leading = new ArrayList<>(TOKENS);
        leading.addAll(List.of(KEY, ACT));
        var policy = rights.policyChange(bounds, POLICY, account, leading);
        if (policy != null) {
            return new Way(policy, "It gives itself the right to make tokens of " + account + '.');
        }
        var key = policies.enforces("iam.disableServiceAccountKeyCreation", account, false)
                ? null
                : rights.find(bounds, List.of(KEY), account);
        return key != null ? new Way(key, "It makes a key of " + account + '.') : act(bounds, account);
    }

    private @Nullable Way act(List<Bound> bounds, String account) {
        var acting = rights.find(bounds, List.of(ACT), account);
        if (acting == null) {
            return null;
        }
        var project = account.substring(0, account.indexOf("/serviceAccounts/"));
        var places = policies.enforces("iam.disableCrossProjectServiceAccountUsage", project, true)
                ? List.of(project)
                : resources.projects().toList();
        for (var place : places) {
            var running = rights.find(bounds, RUNNING, place);
            if (running != null) {
                return new Way(
                        acting,
                        "It runs its code as " + account + ": "
                                + running.bound().label() + " grants " + running.permission() + '.');
            }
        }
        return null;
    }
}
