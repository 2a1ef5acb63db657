package io.facegate.console.mine;

import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.identity.Organisation;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.PermittedUses;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** For the people of an organisation that calls: what it may do, its keys, its newest decisions, and how to set up a client. */
@Path("/console/mine")
@LocalOnly
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
        var speech = PageLanguage.fromRequest(request);
        var person = ConsoleVisitor.of(request).person();
        var organisation = person == null ? null : person.organisation();
        if (person == null || organisation == null) {
            return ConsolePages.notice(speech, 403, "right");
        }
        try {
            return page(speech, request, person.id(), organisation);
        } catch (ViewAudit.Unrecorded unable) {
            return ConsolePages.unrecorded(speech, unable);
        } catch (RegistryException.Unacceptable missing) {
            return ConsolePages.notice(speech, 404, "gone");
        } catch (RuntimeException fault) {
            LOG.error("The page for callers could not be shown", fault);
            return ConsolePages.notice(speech, 500, "broken");
        }
    }

    private Response page(PageLanguage speech, ContainerRequestContext request, String person, String id) {
        var now = Instant.now();
        var access = services.access(person);
        CheckedEntry<Organisation> own = new Organisations(access).show(id).getFirst();
        var uses = own.altered()
                ? List.<PermittedUses.PermittedUse>of()
                : PermittedUses.of(services.policies().get(), own.entry(), now);
        var keys = new OrganisationKeys(access)
                .list().stream()
                        .filter(key -> key.entry().request().organisation().equals(id))
                        .toList();
        var query = RecordQuery.matchAll(NEWEST)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withFacet(SearchFacet.ORGANISATION, id);
        var found = services.records().list(query, person).records();
        var view = new MineView(
                speech, own, uses, keys, found, request.getUriInfo().getBaseUri(), now);
        return ConsolePages.html(200, Templates.mine(speech, view));
    }

    /** The page template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance mine(PageLanguage s, MineView view);
    }
}
