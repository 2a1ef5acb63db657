package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.usecase.ledger.LogTiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;

/** Checkpoint, keys and hash tiles of the log (c2sp.org/tlog-tiles). They reveal the record count, but no content. */
@Path("/log")
@RunOnVirtualThread
final class TilesResource {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String LASTING = "public, max-age=31536000, immutable";

    private final LogTiles log;

    TilesResource(LogTiles log) {
        this.log = log;
    }

    @GET
    @Path("/checkpoint")
    public Response checkpoint() {
        return log.checkpoint()
                .map(note -> Response.ok(note, TEXT)
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
        return answer(() -> log.hashes("tile/" + level + '/' + place), LASTING);
    }

    /** The tile; 500 if what is stored does not verify. */
    static Response answer(Supplier<Optional<byte[]>> tile, String caching) {
        try {
            return tile.get()
                    .map(bytes -> Response.ok(bytes, "application/octet-stream")
                            .header("Cache-Control", caching)
                            .build())
                    .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
        } catch (Fault.LedgerTampered tampered) {
            return Response.serverError()
                    .entity(tampered.getMessage())
                    .type(TEXT)
                    .build();
        }
    }
}
