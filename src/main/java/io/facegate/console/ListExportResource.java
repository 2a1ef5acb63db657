package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.usecase.ledger.AuditedRecords;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Files with the decisions that a list shows, at most {@value ListContent#EXPORTED}; one file at a time is made. */
@Path("/console/decisions/export.{format: csv|json}")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class ListExportResource {
    private final AuditedRecords records;
    private final Semaphore making = new Semaphore(1);

    ListExportResource(AuditedRecords records) {
        this.records = records;
    }

    @GET
    public Response file(
            @PathParam("format") String format, @Context UriInfo asked, @Context ContainerRequestContext request) {
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
            var kind = format.equals("csv") ? ExportFormat.CSV : ExportFormat.JSON;
            var taken = records.export(
                    filters.all(records.words()), kind, ListContent.EXPORTED, LoggedInFilter.viewer(request));
            return Response.ok(taken.file(), kind == ExportFormat.CSV ? "text/csv;charset=utf-8" : "application/json")
                    .header(
                            "Content-Disposition",
                            "attachment; filename=\"decisions-" + taken.records() + '.' + format + '"')
                    .build();
        } finally {
            making.release();
        }
    }

    @ServerExceptionMapper
    public Response tampered(Fault.LedgerTampered found, ContainerRequestContext request) {
        return ConsolePages.untaken(PageLanguage.fromRequest(request), found);
    }
}
