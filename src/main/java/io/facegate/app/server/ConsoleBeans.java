package io.facegate.app.server;

import io.facegate.app.tokens.OidcPersonLogin;
import io.facegate.console.ConsoleStorage;
import io.facegate.console.PersonSessions;
import io.facegate.console.SavedListAccess;
import io.facegate.console.mine.MineServices;
import io.facegate.console.overview.OverviewSources;
import io.facegate.console.work.WorkServices;
import io.facegate.ledger.Ledger;
import io.facegate.registry.PersonLookup;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.facegate.usecase.registry.ProposalGainFinder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** CDI beans of the console's people and their work. */
@ApplicationScoped
class ConsoleBeans {
    /** Sessions and failed logins, together with the gateways that count calls in the same server. */
    @Produces
    @Singleton
    ConsoleStorage stores(GatewayContext gatewayContext) {
        var setup = gatewayContext.setup();
        var connections = GatewayServer.running().listen().connections();
        return new ConsoleStorage(
                InstantSource.system(),
                setup.callLimits().openConsole(setup.data(), gatewayContext.registry()::consoleKey),
                request -> connections.of(request).network());
    }

    void close(@Disposes ConsoleStorage stores) {
        stores.close();
    }

    @Produces
    @Singleton
    PersonSessions people(GatewayContext gatewayContext, ConsoleStorage stores) {
        var people = new PersonLookup(gatewayContext.setup().registry(), gatewayContext.registry()::lastVerified);
        return new PersonSessions(
                new OidcPersonLogin(gatewayContext.issuers()),
                login -> people.findByLogin(login).orElse(null),
                GatewayServer.running().listen().consoleAddress(),
                stores,
                GatewayServer.running().demoLogins());
    }

    @Produces
    @Singleton
    WorkServices.Audit audit(AuditedRecords records, RecordRenderer renderer, ViewAudit views) {
        return new WorkServices.Audit(records, renderer, views);
    }

    @Produces
    @Singleton
    WorkServices work(
            GatewayContext gatewayContext, Ledger ledger, WorkServices.Audit audit, OverviewSources overview) {
        var setup = gatewayContext.setup();
        return new WorkServices(
                new GatewayRegistry(setup.registry(), setup.ledger(), ledger),
                audit,
                new WorkServices.Watch(
                        gatewayContext.policies(), overview::ending, gatewayContext.alteredRows()::count));
    }

    @Produces
    @Singleton
    ProposalGainFinder gains(GatewayContext gatewayContext) {
        return new ProposalGainFinder(gatewayContext.policies());
    }

    @Produces
    @Singleton
    SavedListAccess savedLists(GatewayContext gatewayContext, Ledger ledger) {
        var setup = gatewayContext.setup();
        return new SavedListAccess(new GatewayRegistry(setup.registry(), setup.ledger(), ledger));
    }

    @Produces
    @Singleton
    MineServices mine(
            GatewayContext gatewayContext,
            Ledger ledger,
            AuditedRecords records,
            OrganisationProfiles organisations,
            CallerIntakes callers) {
        var setup = gatewayContext.setup();
        return new MineServices(
                new GatewayRegistry(setup.registry(), setup.ledger(), ledger),
                records,
                organisations,
                callers.memberAppeals());
    }
}
