package io.facegate.app.server;

import io.facegate.app.policies.PoliciesInForce;
import io.facegate.console.overview.OverviewSources;
import io.facegate.identity.ClientCertificates;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.registry.Registry;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import io.facegate.usecase.registry.RegistryAccess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** CDI beans of the console's first page. */
@ApplicationScoped
class OverviewBeans {
    /** Hex digits by which the certificate is told from others. */
    private static final int MARK = 16;

    @Produces
    @Singleton
    OverviewSources overview(
            GatewayContext gatewayContext,
            Ledger ledger,
            AuditedRecords records,
            PoliciesInForce policies,
            Registry registry) {
        var setup = gatewayContext.setup();
        var access = new RegistryAccess(setup.registry(), setup.ledger(), ledger, ActingPerson.unnamed(null));
        var history = PolicyHistory.ofFolder(setup.data());
        return new OverviewSources() {
            @Override
            public WorkCounts waiting() {
                return WorkCounts.read(
                        access,
                        setup.registry().mayExist(),
                        records,
                        () -> gatewayContext.authorisations().countWaiting(Instant.now()),
                        () -> registry.lastVerified().stops().size());
            }

            @Override
            public UpcomingEnd.Found ending(Instant now) {
                var certificate = GatewayServer.running().listen().certificate();
                return UpcomingEnd.find(
                        new UpcomingEnd.Sources(
                                registry, history.find(policies.get().digest()), end(certificate)),
                        now);
            }
        };
    }

    /** The end of the first certificate of a file; null without a file. A server would not start with an unreadable one. */
    static @Nullable UpcomingEnd end(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try (var in = Files.newInputStream(file)) {
            var first = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .findFirst();
            return first.isEmpty() ? null : end((X509Certificate) first.get());
        } catch (IOException | CertificateException unreadable) {
            return null;
        }
    }

    /** Its name tells it from one that takes its place and ends on the same day. */
    private static UpcomingEnd end(X509Certificate certificate) throws CertificateException {
        var digest = HexFormat.of().formatHex(ClientCertificates.fingerprint(certificate));
        return new UpcomingEnd(
                UpcomingEnd.Kind.CERTIFICATE,
                "",
                "TLS-" + digest.substring(0, MARK),
                certificate.getNotAfter().toInstant());
    }
}
