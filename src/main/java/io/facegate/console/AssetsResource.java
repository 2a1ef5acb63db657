package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Static assets of the console. They hold no data, so they are served without login. A browser keeps what it got at an
 * address that names the file's digest, and nothing else.
 */
@Path("/console/assets")
@ConsoleAccess
@RunOnVirtualThread
final class AssetsResource {
    private final ConsoleAssets assets;

    AssetsResource(ConsoleAssets assets) {
        this.assets = assets;
    }

    @GET
    @Path("/{name}")
    public Response file(@PathParam("name") String name, @Context ContainerRequestContext request) {
        return answer(null, name, request);
    }

    @GET
    @Path("/{digest}/{name}")
    public Response file(
            @PathParam("digest") String digest,
            @PathParam("name") String name,
            @Context ContainerRequestContext request) {
        return answer(digest, name, request);
    }

    /** A page of another build names another digest. It gets this build's file, and does not keep it. */
    private Response answer(@Nullable String digest, String name, ContainerRequestContext request) {
        var asset = assets.find(name).orElse(null);
        if (asset == null) {
            return ConsolePages.notFound(PageLanguage.fromRequest(request));
        }
        var answer = Response.ok(asset.bytes(), asset.type());
        return asset.digest().equals(digest)
                ? answer.header(HttpHeaders.CACHE_CONTROL, ConsoleAccessFilter.UNCHANGING)
                        .build()
                : answer.build();
    }
}
