package io.facegate.app.server;

import io.facegate.app.files.PemPair;
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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The TLS certificate of a running gateway. Reads its files again within seconds of a change, and records which
 * certificate is shown. Files that do not fit together change nothing: the certificate before stays.
 */
@ApplicationScoped
class TlsCertificates {
    /** Its name among the server's TLS settings. */
    static final String NAME = "facegate";

    private static final System.Logger LOG = System.getLogger(TlsCertificates.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int LARGEST = 1 << 20;
    private static final double DAY_SECONDS = 86_400;

    private final GatewayContext gatewayContext;
    private final TlsConfigurationRegistry tls;
    private final Event<CertificateUpdatedEvent> updated;
    private @Nullable Thread thread;
    private String seen = "";
    private String recorded = "";
    private volatile @Nullable Instant expires;

    TlsCertificates(
            GatewayContext gatewayContext, TlsConfigurationRegistry tls, Event<CertificateUpdatedEvent> updated) {
        this.gatewayContext = gatewayContext;
        this.tls = tls;
        this.updated = updated;
    }

    void start(@Observes StartupEvent started, MeterRegistry meters) {
        Gauge.builder("facegate.tls.expiry.days", this, TlsCertificates::daysLeft)
                .description("Days until the TLS certificate ends; NaN without one")
                .register(meters);
        var listen = GatewayServer.running().listen();
        var certificate = listen.certificate();
        var key = listen.key();
        if (certificate == null || key == null) {
            return;
        }
        seen = digest(certificate, key);
        show(certificate);
        thread = Thread.ofVirtual().name("tls-certificate").start(() -> watch(certificate, key));
    }

    @PreDestroy
    void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private double daysLeft() {
        var end = expires;
        return end == null ? Double.NaN : Duration.between(Instant.now(), end).toSeconds() / DAY_SECONDS;
    }

    private void watch(Path certificate, Path key) {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                look(certificate, key);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Path certificate, Path key) {
        try {
            var now = digest(certificate, key);
            if (!now.equals(seen)) {
                seen = now;
                reload(certificate, key);
            } else if (recorded.isEmpty()) {
                show(certificate);
            }
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "The TLS certificate cannot be watched. Trying on.", unexpected);
        }
    }

    private void reload(Path certificate, Path key) {
        var problem = PemPair.problem(certificate, key);
        var configuration = tls.get(NAME).orElseThrow();
        if (problem != null || !configuration.reload()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The TLS certificate stays as it was: {0}",
                    problem == null ? "its files could not be read." : problem);
            return;
        }
        updated.fire(new CertificateUpdatedEvent(NAME, configuration));
        recorded = "";
        show(certificate);
    }

    /** Records which certificate is shown; tried again if the ledger is down. */
    private void show(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var shown =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            expires = shown.getNotAfter().toInstant();
            var fingerprint = HexFormat.of().formatHex(Digests.sha256(shown.getEncoded()));
            gatewayContext.recordByOsUser(new Ledger.Administrative(
                    "tls_certificate",
                    "sha256:" + fingerprint,
                    gatewayContext.ledger().clock().now()));
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

    /** Changes with either file; a file that cannot be read is one of its states. */
    private static String digest(Path certificate, Path key) {
        return digest(certificate) + digest(key);
    }

    private static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(Digests.sha256(in.readNBytes(LARGEST)));
        } catch (IOException unread) {
            return "unread";
        }
    }
}
