package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Answers every address below {@code /console} that no page has. */
@Path("/console")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class UnknownPageResource {
    /** Its address, as the login filter sees it. */
    static final String ENDPOINT = "/console/{rest}";

    @GET
    @Path("/{rest:.+}")
    public Response notFound(@Context ContainerRequestContext request) {
        return ConsolePages.notFound(PageLanguage.fromRequest(request));
    }
}
