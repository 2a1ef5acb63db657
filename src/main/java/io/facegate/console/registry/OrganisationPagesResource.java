package io.facegate.console.registry;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Pages with the registered organisations, with one of them, and with what it may do. */
@Path("/console/organisations")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class OrganisationPagesResource {
    private static final Logger LOG = Logger.getLogger(OrganisationPagesResource.class);
    private static final String ID = "[A-Za-z0-9._-]{1,128}";

    private final OrganisationProfiles organisations;

    OrganisationPagesResource(OrganisationProfiles organisations) {
        this.organisations = organisations;
    }

    @GET
    public Response list(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var search = OrganisationSearch.of(asked.getQueryParameters());
        var listing = organisations.list(search.words(), search.first(), OrganisationSearch.PAGE);
        return OrganisationPages.list(speech, search, listing);
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        if (!id.matches(ID)) {
            return ConsolePages.notFound(speech);
        }
        if (organisations.isAltered(id)) {
            return OrganisationPages.altered(speech, id);
        }
        var now = Instant.now();
        return organisations
                .profile(id, now, LoggedInFilter.viewer(request))
                .map(profile -> OrganisationPages.one(speech, profile, now))
                .orElseGet(() -> OrganisationPages.unknown(speech));
    }

    /** What the policies say of the calls of an organisation. This can take some seconds. */
    @GET
    @Path("/{id}/permissions")
    public Response permissions(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        return id.matches(ID)
                ? PermissionsPage.show(
                        speech, organisations, id, "/console/organisations/" + id, LoggedInFilter.viewer(request))
                : OrganisationPages.unknown(speech);
    }

    @ServerExceptionMapper
    public Response unverified(Fault.RegistryDown down, ContainerRequestContext request) {
        LOG.error("The console could not read the registry", down);
        return ConsolePages.notice(PageLanguage.fromRequest(request), 503, "registry");
    }
}
