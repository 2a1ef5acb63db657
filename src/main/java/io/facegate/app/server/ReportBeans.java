package io.facegate.app.server;

import io.facegate.console.AuditStatus;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.registry.Registry;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.facegate.usecase.report.PeriodicReports;
import io.facegate.usecase.report.TransparencyReports;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** CDI beans of the console's reports and organisations. */
@ApplicationScoped
class ReportBeans {
    /** How many records a report adds to the search file itself; the gateway adds the others in the background. */
    private static final long FEW = 2048;

    /** Reports have a connection of their own, so that no list waits for one. */
    @Produces
    @Singleton
    TransparencyReports reports(GatewayContext gatewayContext, ViewAudit views, AuditStatus audit) {
        var ledger = gatewayContext.setup().ledger();
        return new TransparencyReports(
                ledger, ProjectionSearch.open(FEW, ledger), views, audit::now, InstantSource.system());
    }

    /** Starts the monthly reports, where a folder is named for them. */
    void start(@Observes StartupEvent started, GatewayContext gatewayContext, TransparencyReports reports) {
        var folder = gatewayContext.setup().reports();
        if (folder != null) {
            ReportJob.start(new PeriodicReports(reports, folder, InstantSource.system()));
        }
    }

    void close(@Disposes TransparencyReports reports) {
        reports.close();
    }

    @Produces
    @Singleton
    OrganisationProfiles organisations(
            GatewayContext gatewayContext,
            Registry registry,
            CallerIntakes intakes,
            ViewAudit views,
            AuditStatus audit) {
        var search = ProjectionSearch.open(FEW, gatewayContext.setup().ledger());
        var callers = intakes.registered();
        return new OrganisationProfiles(
                registry,
                search,
                views,
                audit::now,
                new OrganisationProfiles.Computed(callers::permissions, callers::quotas));
    }

    void close(@Disposes OrganisationProfiles organisations) {
        organisations.close();
    }
}
