package io.facegate.usecase.lockdown.google;

import java.util.regex.Pattern;

/** The service agents by which Google's own services act in a project; nobody has their credentials. */
final class GoogleServiceAgents {
    private static final Pattern AGENT =
            Pattern.compile("serviceAccount:(service-[0-9]+@(gcp-sa-[a-z0-9-]+|compute-system"
                    + "|container-engine-robot|containerregistry|serverless-robot-prod|dataproc-accounts|gcf-admin-robot"
                    + "|dataflow-service-producer-prod|cloudcomposer-accounts|storage-transfer-service|sourcerepo-service-accounts"
                    + "|firebase-rules|cloud-redis|cloud-filer)\\.iam|[0-9]+@cloudservices)\\.gserviceaccount\\.com");

    private GoogleServiceAgents() {}

    /** True for a member that is such an agent. */
    static boolean isAgent(String member) {
        return AGENT.matcher(member).matches();
    }
}
