package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.usecase.ledger.LogTiles;
import io.facegate.usecase.ledger.ViewAudit;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Entry bundles of the log, for logged-in users only. Responses must not be cached. */
@Path("/log/tile/entries")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class EntriesResource {
    private final LogTiles log;

    EntriesResource(LogTiles log) {
        this.log = log;
    }

    @GET
    @Path("/{place: .+}")
    public Response bundle(@PathParam("place") String place, @Context ContainerRequestContext request) {
        var viewer = LoggedInFilter.viewer(request);
        return TilesResource.answer(() -> log.records("tile/entries/" + place, viewer), "no-store");
    }

    @ServerExceptionMapper
    public Response unseen(ViewAudit.Unrecorded unable) {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE).build();
    }
}
