package io.facegate.console;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.ledger.publish.ServedLog;
import io.facegate.ledger.tiles.TilePath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Entry bundles of the log, for logged-in users only. Responses must not be cached. */
@Path("/log/tile/entries")
@LocalOnly
@LoggedIn
@RunOnVirtualThread
final class EntriesResource {
    private final ServedLog log;
    private final ViewAudit views;

    EntriesResource(ServedLog log, ViewAudit views) {
        this.log = log;
        this.views = views;
    }

    @GET
    @Path("/{place: .+}")
    public Response bundle(@PathParam("place") String place, @Context ContainerRequestContext request) {
        TilePath.parse("tile/entries/" + place)
                .ifPresent(tile -> views.recordView(request, "entries/" + tile.number()));
        return TilesResource.answer(log, "tile/entries/" + place, tile -> tile.level() == TilePath.ENTRIES, "no-store");
    }
}
