package io.facegate.app.server;

import io.facegate.admin.AdminServices;
import io.facegate.admin.PersonCertificateReader;
import io.facegate.admin.PersonTokenVerifier;
import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.app.tokens.IssuersFileReader;
import io.facegate.http.ClientConnections;
import io.facegate.http.NetworkPrefix;
import io.facegate.http.PeerCertificate;
import io.facegate.ledger.Ledger;
import io.facegate.registry.Person.Login;
import io.facegate.registry.PersonCertificate;
import io.facegate.registry.PersonLookup;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.DeclaredIssuers;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** CDI beans of the admin API. */
@ApplicationScoped
class AdminBeans {
    @Produces
    @Singleton
    AdminServices admin(
            GatewayContext gatewayContext,
            Ledger ledger,
            AuditedRecords records,
            ViewAudit views,
            AdminListener listener) {
        var setup = gatewayContext.setup();
        var listen = GatewayServer.running().listen();
        var transport = new AdminServices.Transport(
                new AcceptedPersonTokens(gatewayContext.issuers()),
                listen.trustsLoopback(),
                NetworkPrefix::truncate,
                listener::takes,
                new ShownCertificates(listen.clientAuthorities() != null, listen.connections()),
                new PersonLookup(setup.registry(), gatewayContext.registry()::lastVerified));
        return new AdminServices(
                setup.registry(), setup.ledger(), ledger, transport, new AdminServices.Audit(records, views));
    }

    @Produces
    @Singleton
    DeclaredIssuers declaredIssuers(GatewayContext gatewayContext) {
        var setup = gatewayContext.setup();
        return new IssuersFileReader(setup.issuers(), setup.data());
    }

    /** Certificates of clients themselves: that of a proxy's connection is the proxy's. */
    private record ShownCertificates(boolean areAskedFor, ClientConnections connections)
            implements PersonCertificateReader {
        @Override
        public @Nullable PersonCertificate shown(HttpServerRequest request) {
            var peer = connections.of(request).isDirect() ? PeerCertificate.of(request) : null;
            return peer == null ? null : new PersonCertificate(peer.sha256(), peer.expires());
        }
    }

    /** Tokens of the issuers of people that were accepted. */
    private record AcceptedPersonTokens(AcceptedIssuers issuers) implements PersonTokenVerifier {
        @Override
        public boolean areConfigured() {
            return issuers.knowsPeople();
        }

        @Override
        public Login verify(String token, Instant now) {
            return issuers.verifyPerson(token, now);
        }
    }
}
