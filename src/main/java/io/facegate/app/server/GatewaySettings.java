package io.facegate.app.server;

import io.facegate.app.limits.LimitsSettings;
import io.facegate.app.policies.PolicyBundleSettings;
import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.sinks.SinkSettings;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.pdp.DecisionPointSettings;
import io.facegate.registry.RegistryAddress;
import io.facegate.vendor.client.VendorLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a gateway, as its operator configured it.
 *
 * @param ledger address of the ledger, and the data folder
 * @param registry address of the registry
 * @param registryStaleAfter how long the registry may be unreadable before every caller is refused
 * @param bundle the signed bundles that the policies come from instead of the folder, or null
 * @param providers the providers that answer permitted calls
 * @param issuers the file of token issuers, or null if no token is trusted
 * @param inFlightBytes memory budget for request bodies and fetched pictures together
 * @param reviewAge how long an answer is held for its reviewers
 * @param limits timeouts of all vendors
 * @param vendors the vendors that calls are forwarded to, by their words in {@code --provider}
 * @param point the external decision point, or null
 * @param sinks where every record is sent on to
 * @param log how the log is signed and published
 * @param prove true to accept only policies that are proved to keep their invariants
 * @param allowedRemovals the packs of the last recorded set that a new set may lack
 * @param callLimits how calls are counted in quotas
 * @param reports the folder into which monthly reports are written, or null
 * @param notices the file that names who is told of duties and reminded, or null
 * @param readOnly true to show records only: nothing is decided, recorded or signed
 */
public record GatewaySettings(
        LedgerAddress ledger,
        RegistryAddress registry,
        Duration registryStaleAfter,
        Path policies,
        @Nullable PolicyBundleSettings bundle,
        ProviderSelection providers,
        @Nullable Path issuers,
        long inFlightBytes,
        Duration ledgerDeadline,
        Duration reviewAge,
        VendorLimits limits,
        Map<String, ProviderOpener> vendors,
        @Nullable DecisionPointSettings point,
        List<SinkSettings> sinks,
        LogSettings log,
        boolean prove,
        Set<String> allowedRemovals,
        LimitsSettings callLimits,
        @Nullable Path reports,
        @Nullable Path notices,
        boolean readOnly) {
    public GatewaySettings {
        vendors = Map.copyOf(vendors);
        sinks = List.copyOf(sinks);
    }

    /** The same with another address of its ledger. */
    GatewaySettings withLedger(LedgerAddress other) {
        return new GatewaySettings(
                other,
                registry,
                registryStaleAfter,
                policies,
                bundle,
                providers,
                issuers,
                inFlightBytes,
                ledgerDeadline,
                reviewAge,
                limits,
                vendors,
                point,
                sinks,
                log,
                prove,
                allowedRemovals,
                callLimits,
                reports,
                notices,
                readOnly);
    }

    /** The same, to show records only: nothing is asked of others, or sent to them. */
    GatewaySettings asReadOnly() {
        return new GatewaySettings(
                ledger,
                registry,
                registryStaleAfter,
                policies,
                bundle,
                providers,
                issuers,
                inFlightBytes,
                ledgerDeadline,
                reviewAge,
                limits,
                vendors,
                null,
                List.of(),
                new LogSettings(log.origin(), null, null),
                prove,
                allowedRemovals,
                LimitsSettings.NONE,
                null,
                null,
                true);
    }

    /** The data folder. */
    public Path data() {
        return ledger.data();
    }
}
