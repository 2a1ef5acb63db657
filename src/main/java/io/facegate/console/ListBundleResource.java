package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.DecisionDossiers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** The evidence of the decisions that a list shows, at most {@value ListContent#BUNDLED}; one bundle at a time is made. */
@Path(ListFilters.BUNDLE)
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class ListBundleResource {
    private static final Logger LOG = Logger.getLogger(ListBundleResource.class);
    /** A decision has an outcome at most. */
    private static final int RECORDS = 2 * ListContent.BUNDLED;

    private final AuditedRecords records;
    private final DecisionDossiers dossiers;
    private final Semaphore making = new Semaphore(1);

    ListBundleResource(AuditedRecords records, DecisionDossiers dossiers) {
        this.records = records;
        this.dossiers = dossiers;
    }

    /** Another site cannot have it made: its origin would be another. */
    @POST
    public Response bundle(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var filters = ListFilters.of(speech, records.words(), asked.getQueryParameters());
        if (!filters.problems().isEmpty()) {
            return Response.seeOther(URI.create(ListFilters.with(filters.values())))
                    .build();
        }
        if (!making.tryAcquire()) {
            return ConsolePages.notice(speech, 503, "exporting");
        }
        try {
            var zip = dossiers.bundle(filters.all(records.words()), RECORDS, LoggedInFilter.viewer(request));
            return Response.ok(zip, "application/zip")
                    .header("Content-Disposition", "attachment; filename=\"facegate-decisions.zip\"")
                    .build();
        } catch (Fault.LedgerTampered tampered) {
            return ConsolePages.untaken(speech, tampered);
        } catch (Fault.LedgerDown | IOException unable) {
            LOG.error("A bundle could not be made", unable);
            return ConsolePages.notice(speech, 503, "unbundled");
        } finally {
            making.release();
        }
    }
}
