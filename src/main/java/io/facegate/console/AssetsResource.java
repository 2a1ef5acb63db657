package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Static assets of the console. They hold no data, so they are served without login. */
@Path("/console/assets")
@ConsoleAccess
@RunOnVirtualThread
final class AssetsResource {
    /** Contains the htmx version pinned in pom.xml. If they differ, no console page opens, and tests fail too. */
    private static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";

    private final Map<String, Asset> assets = Map.of(
            "console.css", new Asset("text/css; charset=utf-8", read("console/console.css")),
            "icon.svg", new Asset("image/svg+xml", read("console/icon.svg")),
            "overview.js", new Asset("text/javascript; charset=utf-8", read("console/overview.js")),
            "views.js", new Asset("text/javascript; charset=utf-8", read("console/views.js")),
            "proof.js", new Asset("text/javascript; charset=utf-8", read("console/proof.js")),
            "htmx.js", new Asset("text/javascript; charset=utf-8", read(HTMX)));

    @GET
    @Path("/{name}")
    public Response file(@PathParam("name") String name, @Context ContainerRequestContext request) {
        var asset = assets.get(name);
        return asset == null
                ? ConsolePages.notFound(PageLanguage.fromRequest(request))
                : Response.ok(asset.bytes(), asset.type()).build();
    }

    private static byte[] read(String path) {
        try (var in = open(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) throws IOException {
        var in = AssetsResource.class.getClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new IOException("The gateway's jar lacks " + path);
        }
        return in;
    }

    private record Asset(String type, byte[] bytes) {}
}
