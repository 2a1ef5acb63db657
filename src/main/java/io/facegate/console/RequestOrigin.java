package io.facegate.console;

import io.facegate.call.WebOrigin;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
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
        return authority != null
                && new WebOrigin(request.isSSL(), authority.host(), authority.port()).isNamedBy(origin);
    }
}
