package io.facegate.app.server;

import io.facegate.app.files.FileReloader;
import io.facegate.app.telemetry.Telemetry;
import io.facegate.ledger.Ledger;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorCircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** CDI beans of what answers permitted calls: the vendors, their routes, and the files with credentials. */
@ApplicationScoped
class ProviderBeans {
    /** Interval between checks while vendor credentials are missing. */
    private static final Duration CREDENTIALS_AGAIN = Duration.ofSeconds(15);

    @Produces
    @Singleton
    FileReloader files(GatewayContext gatewayContext) {
        return new FileReloader((option, digest) -> gatewayContext.recordByOsUser(
                change(option, digest, gatewayContext.ledger().clock().now())));
    }

    /** Of a secret, not even the digest is written. */
    private static Ledger.Administrative change(String option, byte[] digest, Instant now) {
        return option.equals("routes")
                ? new Ledger.Administrative(
                        "routes_loaded", "sha256:" + HexFormat.of().formatHex(digest), now)
                : new Ledger.Administrative("vendor_credential_loaded", option, now);
    }

    void stop(@Disposes FileReloader files) {
        files.close();
    }

    @Produces
    @Singleton
    ProviderRouting provider(
            GatewayContext gatewayContext, Vertx vertx, MeterRegistry meters, Telemetry telemetry, FileReloader files) {
        boolean readOnly = gatewayContext.setup().readOnly();
        var routing = ProviderFactory.open(
                gatewayContext.setup(),
                gatewayContext.engine(),
                gatewayContext.stores().resources(),
                vertx,
                readOnly ? FileFollower.ONCE : files);
        routing.breakers().forEach((vendor, breaker) -> {
            Gauge.builder("facegate.circuit.open", breaker, ProviderBeans::isOpen)
                    .description("1 while no call is sent to the vendor, or one call tries it")
                    .tag("provider", vendor)
                    .register(meters);
            breaker.onAttempt(telemetry.attempts(vendor, CallMeters.attempts(meters, vendor)));
            breaker.onRetry(CallMeters.counter(
                    meters,
                    "facegate.vendor.retries",
                    "Attempts to send a request to a vendor again",
                    "provider",
                    vendor)::increment);
        });
        CertificateExpiryMeters.credentials(meters, files);
        files.start();
        if (!readOnly) {
            Thread.ofVirtual().name("vendor-credentials").start(() -> lookForCredentials(routing));
        }
        return routing;
    }

    private static double isOpen(VendorCircuitBreaker breaker) {
        return breaker.state() == VendorCircuitBreaker.State.CLOSED ? 0 : 1;
    }

    /** Checks until all credentials are available. Later failures show up in the calls themselves. */
    private static void lookForCredentials(ProviderRouting routing) {
        try {
            while (!routing.checkCredentials()) {
                Thread.sleep(CREDENTIALS_AGAIN);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
