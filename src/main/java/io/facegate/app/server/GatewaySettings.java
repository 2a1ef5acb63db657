package io.facegate.app.server;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.KafkaTopic;
import io.facegate.policy.pdp.DecisionPointSettings;
import io.facegate.registry.RegistryAddress;
import io.facegate.vendor.rekognition.client.AwsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a gateway, as its operator configured it.
 *
 * @param ledger address of the ledger, and the data folder
 * @param registry address of the registry
 * @param providers the providers that answer permitted calls
 * @param issuers the file of token issuers, or null if no token is trusted
 * @param inFlightBytes memory budget for request bodies and fetched pictures together
 * @param reviewAge how long an answer is held for its reviewers
 * @param azure the Azure resources that calls are forwarded to, or null
 * @param google the Google project that calls are forwarded under, or null
 * @param compreFace the CompreFace server that calls are forwarded to, or null
 * @param point the external decision point, or null
 * @param broker the Kafka topic that records are exported to, or null
 * @param log how the log is signed and published
 * @param prove true to accept only policies that are proved to keep their invariants
 * @param allowedRemovals the packs of the last recorded set that a new set may lack
 */
public record GatewaySettings(
        LedgerAddress ledger,
        RegistryAddress registry,
        Path policies,
        ProviderSelection providers,
        @Nullable Path issuers,
        long inFlightBytes,
        Duration ledgerDeadline,
        Duration reviewAge,
        Cloud cloud,
        AzureOptions.@Nullable Resources azure,
        GoogleOptions.@Nullable Project google,
        CompreFaceOptions.@Nullable Server compreFace,
        @Nullable DecisionPointSettings point,
        @Nullable KafkaTopic broker,
        LogSettings log,
        boolean prove,
        Set<String> allowedRemovals) {

    /** The data folder. */
    public Path data() {
        return ledger.data();
    }

    /**
     * Address of Amazon Rekognition, and timeouts of all vendors.
     *
     * @param region the AWS region, or null for the AWS SDK's own settings; likewise the endpoint
     * @param open how long the circuit breaker of a failing vendor stays open
     */
    public record Cloud(@Nullable String region, @Nullable String endpoint, Duration timeout, Duration open) {
        /** Why these settings are invalid, or null. */
        @Nullable
        String problem() {
            return AwsSettings.problem(region, endpoint);
        }
    }
}
