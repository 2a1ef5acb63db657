package io.facegate.app.server;

import io.facegate.admin.AdminServices;
import io.facegate.admin.PersonTokenVerifier;
import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.http.NetworkPrefix;
import io.facegate.ledger.Ledger;
import io.facegate.registry.Person.Login;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;

/** CDI beans of the admin API. */
@ApplicationScoped
class AdminBeans {
    @Produces
    @Singleton
    AdminServices admin(GatewayContext gatewayContext, Ledger ledger, AuditedRecords records, ViewAudit views) {
        var setup = gatewayContext.setup();
        var transport = new AdminServices.Transport(
                new AcceptedPersonTokens(gatewayContext.issuers()),
                GatewayServer.running().listen().trustsLoopback(),
                NetworkPrefix::truncate);
        return new AdminServices(
                setup.registry(), setup.ledger(), ledger, transport, new AdminServices.Audit(records, views));
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
