package io.facegate.app.server;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.KafkaTopic;
import io.facegate.policy.pdp.DecisionPointSettings;
import io.facegate.provider.rekognition.AwsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is made of, as its operator set it.
 *
 * @param ledger where decisions are written down, and the data folder
 * @param answering who answers permitted calls
 * @param issuers the file of token issuers, or null when no token is trusted
 * @param inFlightBytes bytes of request bodies and fetched pictures held at once
 * @param reviewAge how long an answer waits for its reviewers
 * @param azure the Azure resources that calls are sent to, or null
 * @param google the Google project that calls are sent under, or null
 * @param compreFace the CompreFace server that calls are sent to, or null
 * @param point who is asked about what the policies permit, or null
 * @param broker where records are sent on to, or null
 * @param log how the log is signed and published
 * @param prove whether only policies are taken that are proved to keep their invariants
 * @param allowedRemovals the packs of the last set on record that a set of policies may lack
 */
public record GatewaySettings(
        LedgerAddress ledger,
        Path policies,
        ProviderSelection answering,
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
     * Where Amazon Rekognition is asked, and how long clouds are waited for.
     *
     * @param region or null for what the AWS SDK's own settings say, as with the endpoint
     * @param open how long one that keeps failing is left alone
     */
    public record Cloud(@Nullable String region, @Nullable String endpoint, Duration timeout, Duration open) {
        /** Why Amazon cannot be asked so, or null. */
        @Nullable
        String problem() {
            return AwsSettings.problem(region, endpoint);
        }
    }
}
