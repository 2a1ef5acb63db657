package io.facegate.app.server;

import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.DecisionDossiers;
import io.facegate.usecase.ledger.DecisionDossiers.AskedWitnesses;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** CDI beans of the page of one decision. */
@ApplicationScoped
class DecisionBeans {
    @Produces
    @Singleton
    DecisionDossiers dossiers(
            GatewayContext gatewayContext,
            AuditedRecords records,
            ViewAudit views,
            RecordRenderer renderer,
            TransparencyLog log) {
        return new DecisionDossiers(
                records,
                views,
                gatewayContext.setup().ledger(),
                renderer,
                () -> new AskedWitnesses(log.witnessKeys(), log.isWitnessed()));
    }
}
