package io.facegate.app.server;

import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.call.Fault;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.MasterKeyReference;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of the registry. Down while it cannot be trusted. Single rows that fail verification are counted, but
 * do not affect other callers.
 */
@Readiness
@ApplicationScoped
class RegistryHealth implements HealthCheck {
    /** How long before its end an exemption is announced. */
    private static final Duration ANNOUNCED = Duration.ofDays(30);

    private final Registry registry;
    private final AlteredRows altered;
    private final AcceptedIssuers issuers;
    private final Path data;

    RegistryHealth(Registry registry, AlteredRows altered, AcceptedIssuers issuers, GatewayContext gatewayContext) {
        this.data = gatewayContext.setup().data();
        this.registry = registry;
        this.altered = altered;
        this.issuers = issuers;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("registry");
        if (!registry.staleAfter().equals(Registry.STALE_AFTER)) {
            answer.withData("stale_after_seconds", registry.staleAfter().toSeconds());
        }
        var why = registry.blockedReason();
        if (why != null) {
            return answer.down().withData("why", why).build();
        }
        if (registry.isStale()) {
            return answer.down()
                    .withData("why", "The registry cannot be read, so no caller is accepted.")
                    .build();
        }
        tellDegraded(answer);
        tellMasterKey(answer);
        tellOversight(answer);
        tellIssuers(answer);
        announceExpiry(answer);
        return answer.up().build();
    }

    private void tellDegraded(HealthCheckResponseBuilder answer) {
        var why = new ArrayList<String>();
        int rows = altered.count();
        if (rows > 0) {
            answer.withData("altered", rows);
            why.add("Rows were changed outside Facegate. They are ignored; see the log.");
        }
        var unusable = issuers.problem();
        if (unusable != null) {
            why.add(unusable);
        }
        if (!why.isEmpty()) {
            answer.withData("degraded", String.join(" ", why));
        }
    }

    /** Names the master key; its value is known to its place alone. */
    private void tellMasterKey(HealthCheckResponseBuilder answer) {
        try {
            var master = MasterKeyReference.read(data);
            answer.withData("master_key", master == null ? "registry.key" : master.master());
        } catch (RegistryException.Unusable damaged) {
            answer.withData("master_key", damaged.sentence());
        }
    }

    /** Says what is stopped, who watches over changes, and which exemptions end. */
    private void tellOversight(HealthCheckResponseBuilder answer) {
        var stopped = registry.lastVerified().stops().stream()
                .map(stop -> stop.id() + ": " + stop.target().text())
                .collect(Collectors.joining(", "));
        if (!stopped.isEmpty()) {
            answer.withData("stopped", stopped);
        }
        var ending = endingExemptions();
        if (!ending.isEmpty()) {
            answer.withData("exemptions_ending", ending);
        }
        var approvalStatus = registry.lastVerified().approvalStatus();
        answer.withData("people", approvalStatus.registered())
                .withData("approvals", approvalStatus.approvals().word());
    }

    private void tellIssuers(HealthCheckResponseBuilder answer) {
        var waiting = waiting();
        if (!waiting.isEmpty()) {
            answer.withData("issuers_not_accepted", String.join(", ", waiting));
        }
        var unreachable = unreachable();
        if (!unreachable.isEmpty()) {
            answer.withData("issuers_unreachable", unreachable);
        }
    }

    /** The exemptions that end within thirty days, with their last moment. */
    private String endingExemptions() {
        var now = Instant.now();
        return registry.lastVerified().exemptionsEndingBefore(now.plus(ANNOUNCED), now).stream()
                .map(grant -> grant.id() + " of " + grant.organisation() + " on " + grant.until())
                .collect(Collectors.joining(", "));
    }

    /** Issuers whose keys cannot be fetched, each with the reason and how long its tokens are still accepted. */
    private String unreachable() {
        try {
            return issuers.keyProblems().entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining(", "));
        } catch (Fault.RegistryDown | Fault.LedgerDown unreadable) {
            return "";
        }
    }

    /** Says what ends soon; an organisation whose verification ends is refused from then on. */
    private void announceExpiry(HealthCheckResponseBuilder answer) {
        try {
            var ending = registry.expiring(Instant.now(), RegistryExpiryMeters.ANNOUNCED);
            if (!ending.isEmpty()) {
                answer.withData("expiring", ending.size())
                        .withData("next_expiry", ending.getFirst().at().toString());
            }
        } catch (Fault.RegistryDown unreadable) {
            // Calls report that.
        }
    }

    /** Issuers waiting for acceptance. Where the registry cannot be read at the moment, calls report that. */
    private List<String> waiting() {
        try {
            return issuers.unacceptedIssuers();
        } catch (Fault.RegistryDown | Fault.LedgerDown unreadable) {
            return List.of();
        }
    }
}
