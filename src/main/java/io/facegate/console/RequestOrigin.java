package io.facegate.console;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.List;

/** From whose page a browser sends a request: a browser names the page's origin, or says how its site is related. */
final class RequestOrigin {
    private RequestOrigin() {}

    /** True if the request names no other page than one of the console itself. */
    static boolean isOwn(ContainerRequestContext asked, HttpServerRequest request) {
        var origins = asked.getHeaders().getOrDefault("Origin", List.of());
        var sites = asked.getHeaders().getOrDefault("Sec-Fetch-Site", List.of());
        return origins.stream().allMatch(origin -> isOwn(origin, request))
                && sites.stream().allMatch("same-origin"::equals);
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        var authority = request.authority();
        try {
            var there = URI.create(origin);
            return authority != null
                    && (request.isSSL() ? "https" : "http").equals(there.getScheme())
                    && authority.host().equalsIgnoreCase(there.getHost())
                    && port(there.getPort(), request) == port(authority.port(), request);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static int port(int given, HttpServerRequest request) {
        return given > 0 ? given : request.isSSL() ? 443 : 80;
    }
}
