package io.facegate.console.log;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.ledger.publish.ServedLog;
import io.facegate.ledger.tiles.TilePath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Bundles of records: who may see the console's pages may fetch them, and nobody keeps them on the way. */
@Path("/log/tile/entries")
@LocalOnly
@LoggedIn
@RunOnVirtualThread
final class EntriesResource {
    private final ServedLog log;

    EntriesResource(ServedLog log) {
        this.log = log;
    }

    @GET
    @Path("/{place: .+}")
    public Response bundle(@PathParam("place") String place) {
        return TilesResource.answer(log, "tile/entries/" + place, tile -> tile.level() == TilePath.ENTRIES, "no-store");
    }
}
