package io.facegate.app.server;

import io.facegate.call.Digests;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The TLS certificate of a running gateway, and the authorities of client certificates. Reads their files again within
 * seconds of a change, and records which are used. Files that do not fit together change nothing: the certificate before stays.
 */
@ApplicationScoped
class TlsCertificates {
    /** Its name among the server's TLS settings. */
    static final String NAME = "facegate";

    private static final System.Logger LOG = System.getLogger(TlsCertificates.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final GatewayContext gatewayContext;
    private final TlsConfigurationRegistry tls;
    private final Event<CertificateUpdatedEvent> updated;
    private @Nullable Thread thread;
    private String seen = "";
    private String recorded = "";
    private String rejected = "";
    private volatile @Nullable Instant expires;
    private volatile @Nullable Instant authoritiesExpire;

    TlsCertificates(
            GatewayContext gatewayContext, TlsConfigurationRegistry tls, Event<CertificateUpdatedEvent> updated) {
        this.gatewayContext = gatewayContext;
        this.tls = tls;
        this.updated = updated;
    }

    void start(@Observes StartupEvent started, MeterRegistry meters) {
        Gauge.builder("facegate.tls.expiry.days", this, shown -> CertificateExpiryMeters.daysUntil(shown.expires))
                .description("Days until the TLS certificate ends; NaN without one")
                .register(meters);
        CertificateExpiryMeters.register(meters, "tls-cert", () -> expires);
        CertificateExpiryMeters.register(meters, "tls-client-ca", () -> authoritiesExpire);
        var listen = GatewayServer.running().listen();
        var certificate = listen.certificate();
        var key = listen.key();
        if (certificate == null || key == null) {
            return;
        }
        var files = new TlsFiles(certificate, key, listen.clientAuthorities());
        seen = files.digest();
        show(files);
        thread = Thread.ofVirtual().name("tls-certificate").start(() -> watch(files));
    }

    @PreDestroy
    void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch(TlsFiles files) {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                look(files);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(TlsFiles files) {
        try {
            var now = files.digest();
            if (!now.equals(seen)) {
                reload(files);
            } else if (recorded.isEmpty()) {
                show(files);
            }
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "The TLS certificate cannot be watched. Trying on.", unexpected);
        }
    }

    /** Tried again at each look, until the files fit together; a file may be half written. */
    private void reload(TlsFiles files) {
        var configuration = tls.get(NAME).orElseThrow();
        var done = TlsReload.of(files, configuration::reload);
        if (done.problem() != null) {
            if (!done.digest().equals(rejected)) {
                LOG.log(System.Logger.Level.WARNING, "The TLS certificate stays as it was: {0}", done.problem());
            }
            rejected = done.digest();
            return;
        }
        updated.fire(new CertificateUpdatedEvent(NAME, configuration));
        seen = done.digest();
        recorded = "";
        show(files);
    }

    /** Records which certificate is shown, and whose certificates are asked for; tried again if the ledger is down. */
    private void show(TlsFiles files) {
        try {
            var shown = files.shown();
            var authorities = files.authorities() == null ? null : TlsFiles.digest(files.authorities());
            var authoritiesEnd = files.authoritiesEnd();
            if (!files.digest().equals(seen)) {
                return; // replaced since: the next look reads them again
            }
            expires = shown.getNotAfter().toInstant();
            authoritiesExpire = authoritiesEnd;
            var fingerprint = HexFormat.of().formatHex(Digests.sha256(shown.getEncoded()));
            record("tls_certificate", fingerprint);
            if (authorities != null) {
                record("tls_client_authorities", authorities);
            }
            recorded = fingerprint;
            LOG.log(
                    System.Logger.Level.INFO,
                    "TLS shows the certificate sha256:{0}, which ends on {1}.",
                    fingerprint,
                    expires);
        } catch (IOException | CertificateException unread) {
            LOG.log(System.Logger.Level.WARNING, "The TLS certificate cannot be read.");
        } catch (Fault.LedgerDown down) {
            LOG.log(System.Logger.Level.DEBUG, "The record of the TLS certificate waits for the ledger.");
        }
    }

    private void record(String act, String sha256) {
        gatewayContext.recordByOsUser(new Ledger.Administrative(
                act, "sha256:" + sha256, gatewayContext.ledger().clock().now()));
    }
}
