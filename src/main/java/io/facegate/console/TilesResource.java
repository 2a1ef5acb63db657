package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.ledger.publish.ServedLog;
import io.facegate.ledger.tiles.TilePath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.function.Predicate;

/** Checkpoint, keys and hash tiles of the log (c2sp.org/tlog-tiles). They reveal the record count, but no content. */
@Path("/log")
@RunOnVirtualThread
final class TilesResource {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String LASTING = "public, max-age=31536000, immutable";

    private final ServedLog log;

    TilesResource(ServedLog log) {
        this.log = log;
    }

    @GET
    @Path("/checkpoint")
    public Response checkpoint() {
        return log.checkpoint()
                .map(note -> Response.ok(note.bytes(), TEXT)
                        .header("Cache-Control", "no-cache")
                        .build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }

    @GET
    @Path("/keys")
    public Response keys() {
        return Response.ok(log.keys(), TEXT).header("Cache-Control", "no-cache").build();
    }

    @GET
    @Path("/tile/{level: [0-9]+}/{place: .+}")
    public Response tile(@PathParam("level") String level, @PathParam("place") String place) {
        return answer(log, "tile/" + level + '/' + place, tile -> tile.level() != TilePath.ENTRIES, LASTING);
    }

    /** The tile at that path if it is of the right kind. */
    static Response answer(ServedLog log, String path, Predicate<TilePath> kind, String caching) {
        try {
            return findTile(log, path, kind, caching);
        } catch (Fault.LedgerTampered tampered) {
            return Response.serverError()
                    .entity(tampered.getMessage())
                    .type(TEXT)
                    .build();
        }
    }

    private static Response findTile(ServedLog log, String path, Predicate<TilePath> kind, String caching) {
        return TilePath.parse(path)
                .filter(kind)
                .flatMap(log::tile)
                .map(bytes -> Response.ok(bytes, "application/octet-stream")
                        .header("Cache-Control", caching)
                        .build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }
}
