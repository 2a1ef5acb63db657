package io.facegate.console;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** The console's first page. An address with filters, as the first version had it, leads to the list of decisions. */
@Path("/console")
@LocalOnly
@LoggedIn
@RunOnVirtualThread
final class OverviewResource {
    @GET
    public Response overview(@Context UriInfo asked) {
        var query = asked.getRequestUri().getRawQuery();
        return Response.seeOther(URI.create(ConsolePage.DECISIONS.address() + (query == null ? "" : '?' + query)))
                .build();
    }
}
