package io.facegate.console.mine;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePage;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.console.registry.PermissionsPage;
import io.facegate.identity.Organisation;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jboss.logging.Logger;

/** For the people of an organisation that calls: what it may do, its keys, its newest decisions, and how to set up a client. */
@Path("/console/mine")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class MineResource {
    private static final Logger LOG = Logger.getLogger(MineResource.class);
    private static final int NEWEST = 20;

    private final MineServices services;

    MineResource(MineServices services) {
        this.services = services;
    }

    @GET
    public Response mine(@Context ContainerRequestContext request) {
        return show(request, (speech, person, organisation) -> page(speech, request, person, organisation));
    }

    /** What the policies say of the organisation's calls: what officers see, too. This can take some seconds. */
    @GET
    @Path("/permissions")
    public Response permissions(@Context ContainerRequestContext request) {
        return show(
                request,
                (speech, person, organisation) -> PermissionsPage.show(
                        speech, services.organisations(), organisation, ConsolePage.MINE.address(), person));
    }

    /** A page for a member of an organisation. */
    @FunctionalInterface
    private interface MemberPage {
        Response of(PageLanguage speech, String person, String organisation);
    }

    private static Response show(ContainerRequestContext request, MemberPage page) {
        var speech = PageLanguage.fromRequest(request);
        var person = ConsoleVisitor.of(request).person();
        var organisation = person == null ? null : person.organisation();
        if (person == null || organisation == null) {
            return ConsolePages.notice(speech, 403, "right");
        }
        try {
            return page.of(speech, person.id(), organisation);
        } catch (ViewAudit.Unrecorded unable) {
            return ConsolePages.unrecorded(speech, unable);
        } catch (RegistryException.Unacceptable missing) {
            return ConsolePages.notice(speech, 404, "gone");
        } catch (Fault.RegistryDown down) {
            LOG.error("The page for callers could not read the registry", down);
            return ConsolePages.notice(speech, 503, "registry");
        } catch (RuntimeException fault) {
            LOG.error("The page for callers could not be shown", fault);
            return ConsolePages.notice(speech, 500, "broken");
        }
    }

    private Response page(PageLanguage speech, ContainerRequestContext request, String person, String id) {
        var now = Instant.now();
        var access = services.access(person);
        CheckedEntry<Organisation> own = new Organisations(access).show(id).getFirst();
        var keys = new OrganisationKeys(access)
                .list().stream()
                        .filter(key -> key.entry().request().organisation().equals(id))
                        .toList();
        var query = RecordQuery.matchAll(NEWEST)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withFacet(SearchFacet.ORGANISATION, id);
        var found = services.records().list(query, person).records();
        var view = new MineView(speech, own, keys, found, request.getUriInfo().getBaseUri(), now);
        return ConsolePages.html(200, Templates.mine(speech, view));
    }

    /** The page template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance mine(PageLanguage s, MineView view);
    }
}
